"""The world the tests live in: a house of its own, a body, people and meetings made through the ordinary commands."""

from __future__ import annotations

import gc
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache

from app import building, views
from app.caller import Caller, actor
from app.house import House
from app.people import sessions
from app.settings import Settings, load
from app.wire import Command, NotFound, Result
from tests import shared
from tests.drill.cluster import Cluster
from tests.ground import Ground, PostgresqlGround, SqliteGround
from tests.shelf import History, Shelf

NAMES = ["Hà", "Vinh", "Nam", "Lan", "Khải", "Oanh", "Tuấn", "Thành", "Đạt", "Nghĩa", "Ngọc", "Đức", "Mến", "Dũng"]
PASSWORD = "mat-khau-thu-nghiem"
JOURNEYS = Path(__file__).parent / "journeys"

# No test is timed, property tests neither: a busy machine is no fault.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")
shared.share()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=["sqlite", "postgresql"])


def pytest_collection_finish() -> None:
    """What is there now stays: the collector needn't go through it again (a sixth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything in tests/journeys needs a browser and a while: `-m journeys` runs it, `-m "not journeys"` leaves it out. On
    PostgreSQL run those that meet a database: the others have nothing to find out there. The longest files begin, so that no
    worker goes on alone at the end.
    """
    items.sort(key=lambda item: item.path.name not in LONGEST)
    for item in items:
        if item.path.is_relative_to(JOURNEYS):
            item.add_marker(pytest.mark.journeys)
    if config.getoption("--database") == "sqlite":
        in_a_journey = [item for item in items if item.path.name == LOOKED_AT_IN_A_JOURNEY]
        config.hook.pytest_deselected(items=in_a_journey)
        items[:] = [item for item in items if item not in in_a_journey]
    else:
        meets = [item for item in items if not DATABASES.isdisjoint(getattr(item, "fixturenames", ()))]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(meets)])
        items[:] = meets


DATABASES = frozenset({"app", "settings", "ground", "postgresql_url", "request"})
"""Fixtures by which a test meets a database (`request`: it asks for one itself)."""
LOOKED_AT_IN_A_JOURNEY = "test_rich_demo.py"
LONGEST = frozenset(
    {
        "test_after_a_kill.py",
        "test_audit.py",
        "test_rich_demo.py",
        "test_every_page.py",
        "test_invariant.py",
        "test_minutes_in_a_browser.py",
        "test_one_meeting.py",
        "test_tampering.py",
    }
)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The server named in the environment, or a private one from Debian's packages on a free port."""
    from tests.postgresql import private_server

    named = os.environ.get("DIENHONG_TEST_POSTGRESQL")
    if named:
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="dienhong-postgresql-") as folder, private_server(Path(folder)) as url:
        yield url


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL that may be killed. Not in the test's own folder, through which nobody else may pass."""
    with tempfile.TemporaryDirectory(prefix="dienhong-postgresql-") as folder:
        made = Cluster(Path(folder) / "postgresql")
        try:
            yield made
        finally:
            made.stop()


@pytest.fixture(scope="session")
def ground(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Where this run's databases come from."""
    if request.config.getoption("--database") == "postgresql":
        return PostgresqlGround(request.getfixturevalue("postgresql_url"))
    return SqliteGround(tmp_path_factory.mktemp("ground"))


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path, ground: Ground) -> Settings:
    """Settings of a house of its own. Passwords, keys and files live in the test's own folder; the database is empty, or
    furnished where the test uses `app`."""
    found = settings_in(tmp_path / "data")
    return ground.lent(found) if "app" in request.fixturenames else ground.empty(found)


def settings_in(folder: Path) -> Settings:
    folder.mkdir()
    return Settings(
        features=load().features,
        data=folder,
        secret_key="khoa-thu-nghiem-dai-du-ba-muoi-hai-chu",
        rate_per_second=10_000,
        rate_burst=10_000,
        reads_per_second=10_000,
        reads_burst=10_000,
        room_for_uploads=0,  # a small disk is no fault either
        room_for_meetings=0,
        ballast_megabytes=0,
    )


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates as Python: compiling one takes longer than many a test."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled: FileSystemBytecodeCache) -> Iterator[Any]:
    flask = building.build(settings)
    flask.jinja_env.bytecode_cache = compiled
    house: House = flask.extensions["house"]
    yield flask
    house.close()


@pytest.fixture(scope="session")
def shelf(ground: Ground) -> Shelf:
    return Shelf(ground)


@pytest.fixture
def world(app: Any, shelf: Shelf) -> World:
    made = World(app, shelf=shelf)
    shelf.begin(made)
    return made


@dataclass
class BodyOfPeople:
    """A body with its people. `members` are on the roll without the chair; `everyone` on the roll with the chair."""

    id: str
    unit: str
    chair: str
    secretary: str
    members: list[str]
    guests: list[str]

    @property
    def stream(self) -> str:
        return f"body:{self.id}"

    @property
    def roll(self) -> list[str]:
        return [self.chair, *self.members]


@dataclass
class MeetingOfBody:
    id: str
    body: BodyOfPeople
    items: list[str]

    @property
    def stream(self) -> str:
        return f"meeting:{self.id}"

    @property
    def chair(self) -> str:
        return self.body.chair

    @property
    def secretary(self) -> str:
        return self.body.secretary

    @property
    def members(self) -> list[str]:
        return self.body.members

    @property
    def guests(self) -> list[str]:
        return self.body.guests


@dataclass
class World:
    """What a test may do. Time stands still at `now` until the test moves it."""

    app: Any
    now: datetime = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
    last: MeetingOfBody | None = None
    count: int = 0
    tokens: dict[str, str] = field(default_factory=dict)
    shelf: Shelf | None = None
    history: History = ()
    mark: Any = None
    """How it came to be what it is, and the sign that it still is (`tests/shelf.py`)."""

    def __post_init__(self) -> None:
        self.house.clock = lambda: self.now

    @property
    def house(self) -> House:
        found = self.app.extensions["house"]
        assert isinstance(found, House)
        return found

    def pass_time(self, **by: float) -> datetime:
        """Let time pass: `world.pass_time(minutes=3)`."""
        self.now += timedelta(**by)
        return self.now

    def run(
        self,
        person: str | None,
        name: str,
        stream: str | Any,
        /,
        *,
        command_id: str | None = None,
        in_language: str = "vi",
        **args: Any,
    ) -> Result:
        """Give a command in a person's name and right (None: the house itself)."""
        stream = stream if isinstance(stream, str) else stream.stream
        caller = (
            Caller(person=person, language=in_language, trusted=True) if person else Caller(system=True, trusted=True)
        )
        command = Command(id=command_id or str(uuid.uuid4()), stream=stream, name=name, args=args)
        return self.house.execute(caller, command)

    def must(self, person: str | None, name: str, stream: str | Any, /, **args: Any) -> dict[str, Any]:
        """The same for a command the test relies on. Returns its result."""
        result = self.run(person, name, stream, **args)
        assert result.ok, (name, result.error)
        return result.result

    def begun(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` does to this world, which was empty: a beginning that several tests have in common."""
        return make() if self.shelf is None else self.shelf.made(self, (make.__module__, name, self.now), make)

    def person(self, name: str = "Người Thử", /, **args: Any) -> str:
        self.count += 1
        made = self.must(None, "person.create", "system", username=f"nguoi{self.count}", name=name, **args)
        return str(made["id"])

    def body(self, members: int = 7, guests: int = 0, name: str = "Ủy ban nhân dân tỉnh thử") -> BodyOfPeople:
        """A body with a chair, `members` more members and a secretary off the roll; guests are outside it."""
        if self.shelf is None:
            return self._body(members, guests, name)
        found: BodyOfPeople = self.shelf.made(
            self, ("body", members, guests, name, self.now), lambda: self._body(members, guests, name)
        )
        return found

    def _body(self, members: int, guests: int, name: str) -> BodyOfPeople:
        unit = str(self.must(None, "unit.create", "system", name="Tỉnh thử")["id"])
        body = str(self.must(None, "body.create", "system", unit=unit, name=name)["id"])
        chair, secretary = self.person("Nguyễn Thị Chủ Trì"), self.person("Trần Thư Ký")
        others = [self.person(f"Lê Văn {NAMES[n % len(NAMES)]} {n + 1}") for n in range(members)]
        rows = [
            {"person": chair, "capacities": ["chair", "member"], "office": "Chủ tịch"},
            {"person": secretary, "capacities": ["secretary"], "office": "Thư ký"},
            *({"person": p, "capacities": ["member"], "office": f"Ủy viên {n + 1}"} for n, p in enumerate(others)),
        ]
        since = (self.now - timedelta(days=700)).date().isoformat()
        self.must(None, "body.add_members", f"body:{body}", members=[{**row, "from_date": since} for row in rows])
        outside = [self.person(f"Khách Mời {n + 1}") for n in range(guests)]
        return BodyOfPeople(body, unit, chair, secretary, others, outside)

    def meeting(
        self,
        phase: str = "published",
        body: BodyOfPeople | None = None,
        items: int = 3,
        members: int = 7,
        guests: int = 0,
        present: bool = True,
        starts_in: timedelta = timedelta(minutes=10),
    ) -> MeetingOfBody:
        """A meeting `preparing`, `published` or `in_progress` (everybody present, item 1 current; guests on item 1)."""
        body = body or self.body(members=members, guests=guests)
        what = (phase, items, present, starts_in)
        self.last = (
            self._meeting(body, *what)
            if self.shelf is None
            else self.shelf.made(self, ("meeting", body.id, *what, self.now), lambda: self._meeting(body, *what))
        )
        self.last.body = body
        return self.last

    def _meeting(
        self, body: BodyOfPeople, phase: str, items: int, present: bool, starts_in: timedelta
    ) -> MeetingOfBody:
        starts = (self.now + starts_in).isoformat()
        made = self.must(body.secretary, "meeting.create", body, title="Phiên họp thử", starts_at=starts)
        meeting = MeetingOfBody(str(made["id"]), body, [])
        for n in range(items):
            item = self.must(body.secretary, "agenda.add_item", meeting, title=f"Nội dung {n + 1}", minutes=20)
            meeting.items.append(str(item["id"]))
        if body.guests and meeting.items:
            people = [{"person": guest, "capacity": "guest", "items": meeting.items[:1]} for guest in body.guests]
            self.must(body.secretary, "meeting.invite", meeting, people=people)
        if phase != "preparing":
            self.must(body.secretary, "meeting.publish", meeting)
        if phase in ("in_progress", "ended"):
            for person in [*body.roll, *body.guests, body.secretary] if present else []:
                self.must(body.secretary, "attendance.mark", meeting, person=person, status="present")
            self.must(body.chair, "meeting.start", meeting)
            self.must(body.chair, "agenda.start_item", meeting, item=meeting.items[0])
        if phase == "ended":
            self.must(body.chair, "meeting.end", meeting)
        return meeting

    def state(self, person: str, stream: str | Any) -> views.State | None:
        """The snapshot this person sees, from rows; None where the stream doesn't exist for them."""
        stream = stream if isinstance(stream, str) else stream.stream
        with self.house.database.read() as read:
            try:
                who = actor(read, Caller(person=person), stream)
            except NotFound:
                return None
            return views.snapshot(read, stream, who.view) if who.scopes else None

    def token(self, person: str) -> str:
        """A device of this person, signed in."""
        if person not in self.tokens:
            token = sessions.new_token()
            self.must(None, "session.open", "system", person=person, token_hash=sessions.digest(token))
            self.tokens[person] = token
        return self.tokens[person]

    def client(self, person: str | None = None) -> FlaskClient:
        """A browser on our own origin; signed in as this person, if any."""
        client: FlaskClient = self.app.test_client()
        client.environ_base["HTTP_ORIGIN"] = "http://localhost"
        if person:
            client.set_cookie(sessions.cookie_name(self.house.settings), self.token(person))
        return client
