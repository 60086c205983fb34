"""What goes wrong in the middle of a sealed ballot, and how it comes out."""

from __future__ import annotations

from tests.voting.sealed.hall import SealedHall


def test_a_tablet_that_is_lost_while_ballots_are_sent_is_told_and_stops_nothing(hall: SealedHall) -> None:
    """The chair is told in time; ballots go on, and if the tablet is found again the box is opened after all."""
    hall.prepare()
    hall.read_aloud()
    hall.open()
    hall.must(hall.tablets[1].person, "sealed.stop", why="Máy giữ khóa đã hỏng")
    assert (hall.form()["stage"], hall.form()["why"]) == ("casting", "Máy giữ khóa đã hỏng")
    hall.cast_all()
    hall.close()
    assert hall.form()["why"] == "Máy giữ khóa đã hỏng"
    hall.open_box()
    assert hall.form()["stage"] == "counted"
