"""Documents: papers and their approval, reading, presenting, what is official (minutes), and the paper of opinion slips."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.house import House


def register(house: House) -> None:
    """Import the slices, so that their commands, views, panels and jobs are known, and hand over pages and
    permissions.
    """
    from documents import policy
    from documents.official import checks as official_checks  # noqa: F401
    from documents.official import commands as official_commands  # noqa: F401
    from documents.official import pages as official_pages
    from documents.official import panels as official_panels  # noqa: F401
    from documents.official import views as official_views  # noqa: F401
    from documents.official import work  # noqa: F401
    from documents.papers import approvals, checks, clearing, commands, conversion, links, pages, panels, views  # noqa: F401
    from documents.presenting import checks as presenting_checks  # noqa: F401
    from documents.presenting import commands as presenting_commands  # noqa: F401
    from documents.presenting import views as presenting_views  # noqa: F401
    from documents.reading import commands as reading_commands  # noqa: F401
    from documents.reading import pages as reading_pages
    from documents.reading import panels as reading_panels  # noqa: F401
    from documents.results import checks as result_checks  # noqa: F401
    from documents.results import commands as result_commands  # noqa: F401
    from documents.results import pages as result_pages
    from documents.results import views as result_views  # noqa: F401
    from documents.results import work as result_work  # noqa: F401
    from documents.slips import checks as slip_checks  # noqa: F401
    from documents.slips import keeping as slip_keeping  # noqa: F401
    from documents.slips import numbering as slip_numbering  # noqa: F401
    from documents.slips import pages as slip_pages
    from documents.slips import reporting as slip_reporting  # noqa: F401
    from documents.slips import views as slip_views  # noqa: F401
    from documents.slips import work as slip_work  # noqa: F401

    blueprints = [pages.blueprint, reading_pages.blueprint, official_pages.blueprint]
    blueprints += [slip_pages.blueprint, result_pages.blueprint]

    house.register(blueprints=blueprints, permissions=policy.PERMISSIONS, pages=policy.PAGES)
