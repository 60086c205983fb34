"""A site's way into its video room, its screen and its clerk (`attendance.*`)."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import select

from app.commands import Transaction, command
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, Invalid
from meetings.attendance.commands import SiteName, refuse_after, site_name
from meetings.attendance.models import Site
from meetings.forms import Id, PersonRef, SiteRef, Video, video_link
from meetings.planning.models import Meeting, Participant
from meetings.planning.views import held_on


class EditSiteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    site: SiteRef
    name: SiteName | UnsetType = UNSET
    video: Video | UnsetType = UNSET
    screen: Id | UnsetType | None = UNSET


@command("attendance.edit_site", stream="meeting", entry="attendance.site_edited")
def edit_site(tx: Transaction, _who: Actor, args: EditSiteArgs) -> None:
    """Change what was given: the name, the video room, the hall's account that shows the meeting there."""
    refuse_after(tx)
    site = tx.get(Site, args.site)
    if not isinstance(args.name, UnsetType):
        site.name = site_name(tx, args.name, but=site.id)
    if not isinstance(args.video, UnsetType):
        site.video = video_link(args.video)
    if not isinstance(args.screen, UnsetType):
        _show_on(tx, site, args.screen)
    tx.touch(site)


def _show_on(tx: Transaction, site: Site, screen: str | None) -> None:
    """One screen stands at one site."""
    if screen is not None:
        meeting = tx.get(Meeting, tx.subject)
        if "hall" not in held_on(tx.connection, meeting.body, [screen], meeting.starts_at)[screen]:
            raise Invalid({"screen": _("Tài khoản này không phải là màn chiếu của cơ quan.")})
        elsewhere = select(Site).where(Site.meeting == tx.subject, Site.screen == screen, Site.id != site.id)
        for other in tx.session.scalars(elsewhere):
            other.screen = None
            tx.touch(other)
    site.screen = screen


class NameClerkArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: PersonRef
    site: SiteRef | None = None


@command("attendance.name_clerk", stream="meeting", entry="attendance.clerk_named")
def name_clerk(tx: Transaction, _who: Actor, args: NameClerkArgs) -> None:
    """This person marks the people of a site for the secretary (none: no longer)."""
    refuse_after(tx)
    own = (Participant.meeting == tx.subject, Participant.person == args.person)
    row = tx.session.scalars(select(Participant).where(*own)).one()
    if row.capacity == "secretary":
        raise Conflict(_("Thư ký phiên họp điểm danh được ở mọi điểm cầu, không cần cử."))
    if row.clerk_of == args.site:
        return
    row.clerk_of = args.site
    tx.touch(row)
    tx.rights(row.person)
