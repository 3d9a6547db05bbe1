"""Drawing the pairs, and drawing them again."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from audit.models import Entry
from clubs.models import Draw, Member, Season
from meetings.services import (
    confirm_draw,
    draw_pairs,
    publish_draw,
    published_draw,
    set_host_dates,
)
from meetings.services.drawing import repeats
from meetings.wording import join_names
from tests import factories
from tests.meetings.drawing import SEED, draw_url, fill, words_of
from tests.races import at_once

OpenAs = Callable[[Any], Client]


def pairs_of(season: Season) -> list[set[Any]]:
    groups = season.groups.order_by("position").prefetch_related("places")
    return [{place.member_id for place in group.places.all()} for group in groups]


def test_a_draw_is_stored_and_only_facilitators_see_it(
    outi_client: Client, client_of: OpenAs, aino: Member, season: Season
) -> None:
    people = fill(season, people=13, meetings=7)
    response = outi_client.post(draw_url(season, "new/"))
    assert response.headers["Location"] == draw_url(season) + "?done=pairs-drawn"
    turns = outi_client.get(draw_url(season)).context["turns"]
    assert [len(turn.people) for turn in turns] == [2] * 7
    seated = sorted(person.pk for turn in turns for person in turn.people)
    assert seated == sorted(one.pk for one in [*people, aino])
    assert "Tämän kauden työpareja ei ole vielä arvottu." in words_of(
        client_of(aino).get(draw_url(season))
    )
    assert (published_draw(season), season.groups.count()) == (None, 0)


def test_the_draw_is_stored_so_that_it_can_be_repeated(outi: Member, season: Season) -> None:
    people = fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi, seed=SEED)
    assert draw.inputs["members"] == [
        {"id": str(pk), "is_new": False, "unit": "", "unavailable": []}
        for pk in sorted(one.pk for one in people)
    ]
    assert [row["id"] for row in draw.inputs["meetings"]] == [
        str(meeting.pk) for meeting in season.meetings.order_by("starts_at")
    ]
    assert (draw.seed, repeats(draw)) == (SEED, True)
    assert sorted(entry.action for entry in Entry.objects.all()) == [
        "meetings.draw_confirmed",
        "meetings.drawn",
    ]


def test_two_seeds_draw_from_the_same_inputs(outi: Member, season: Season) -> None:
    fill(season, people=14, meetings=7)
    seen = set()
    for number in range(4):
        reason = "Kokeillaan" if number else ""
        draw = publish_draw(season=season, drawn_by=outi, seed=f"{number}" * 32, reason=reason)
        seen.add(str([sorted(group["members"]) for group in draw.outcome["groups"]]))
    assert len(seen) > 1


def test_earlier_pairs_of_the_club_are_avoided(outi: Member, season: Season) -> None:
    a, b, c, d = fill(season, people=4, meetings=2)
    before = factories.make_season(season.club, "Kevät")
    factories.make_group(before, [a, b])
    factories.make_group(before, [c, d])
    draw = publish_draw(season=season, drawn_by=outi)
    assert len(draw.inputs["past_pairs"]) == 2
    assert {frozenset(pair) for pair in pairs_of(season)}.isdisjoint(
        {frozenset({a.pk, b.pk}), frozenset({c.pk, d.pk})}
    )


@pytest.mark.parametrize("wish", [{"is_new_in_role": True}, {"unit": "Auto"}])
def test_the_lot_knows_who_is_new_and_who_is_of_one_unit(
    outi: Member, season: Season, wish: dict[str, Any]
) -> None:
    people = fill(season, people=4, meetings=2)
    alike = {one.pk for one in people[:2]}
    season.club.members.filter(pk__in=alike).update(**wish)
    for seed in "12345678":
        publish_draw(season=season, drawn_by=outi, seed=seed, reason="Kokeillaan")
        assert [len(pair & alike) for pair in pairs_of(season)] == [1, 1]


def test_all_of_a_group_of_three_have_hosted_together(outi: Member, season: Season) -> None:
    a, b, c, _d = fill(season, people=4, meetings=2)
    factories.make_group(factories.make_season(season.club, "Kevät"), [a, b, c])
    draw = draw_pairs(season=season, drawn_by=outi)
    pairs = [(a, b), (a, c), (b, c)]
    assert draw.inputs["past_pairs"] == sorted(sorted(str(one.pk) for one in two) for two in pairs)


def test_a_second_press_shows_the_first_result(outi_client: Client, season: Season) -> None:
    fill(season, people=4, meetings=2)
    outi_client.post(draw_url(season, "new/"))
    response = outi_client.post(draw_url(season, "new/"))
    assert response.headers["Location"] == draw_url(season) + "?done=already-drawn"
    assert Draw.objects.count() == 1


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_drawing_again_needs_a_reason_and_keeps_the_history(
    outi_client: Client, outi: Member, season: Season, is_confirmed: bool
) -> None:
    fill(season, people=6, meetings=3)
    draw = publish_draw if is_confirmed else draw_pairs
    first = draw(season=season, drawn_by=outi)
    data = {"replaces": str(first.pk), "reason": ""}
    response = outi_client.post(draw_url(season, "new/"), data)
    assert (response.status_code, list(response.context["form"].errors)) == (400, ["reason"])
    response = outi_client.post(draw_url(season, "new/"), {**data, "reason": "Uusi jäsen"})
    assert response.headers["Location"] == draw_url(season) + "?done=pairs-drawn"
    assert [one.reason for one in season.draws.order_by("drawn_at")] == ["", "Uusi jäsen"]
    # Pairs that have not hosted yet are no earlier pairs: chance may give them again.
    assert [one.inputs["past_pairs"] for one in season.draws.all()] == [[], []]
    # The one that stands, stands until the new one is confirmed.
    assert published_draw(season) == (first if is_confirmed else None)
    # The other tab still shows the first draw: its press must not draw once more.
    response = outi_client.post(draw_url(season, "new/"), {**data, "reason": "Uusi jäsen"})
    assert response.headers["Location"] == draw_url(season) + "?done=already-drawn"
    assert Draw.objects.count() == 2


def test_too_long_a_reason_stays_in_its_field(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi)
    data = {"replaces": str(draw.pk), "reason": "x" * 201}
    form = outi_client.post(draw_url(season, "new/"), data).context["form"]
    assert (list(form.errors), form["reason"].value()) == (["reason"], "x" * 201)


def test_once_invitations_have_left_the_pairs_stay(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=2)
    draw = publish_draw(season=season, drawn_by=outi)
    factories.invite(season.meetings.get(number=1))
    data = {"replaces": str(draw.pk), "reason": "Uusi jäsen"}
    response = outi_client.post(draw_url(season, "new/"), data)
    sentence = "Kauden kutsuja on jo lähtenyt, joten työpareja ei voi enää arpoa uudelleen."
    assert response.context["problem"] == sentence
    assert Draw.objects.count() == 1
    main = outi_client.get(draw_url(season)).content.decode().split("<main")[1]
    assert (sentence in main, 'name="reason"' in main) == (True, False)


def test_meetings_that_were_invited_before_the_first_draw_are_left_out(
    outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=3)
    first = season.meetings.get(number=1)
    factories.invite(first)
    publish_draw(season=season, drawn_by=outi)
    first.refresh_from_db()
    hosts = [meeting.host_group_id is not None for meeting in season.meetings.order_by("number")]
    assert hosts == [False, True, True]


@pytest.mark.parametrize(
    ("people", "meetings", "code"), [(1, 3, "few"), (0, 3, "nobody"), (4, 0, "empty")]
)
def test_without_people_or_meetings_nothing_is_drawn(
    outi_client: Client, outi: Member, season: Season, people: int, meetings: int, code: str
) -> None:
    fill(season, people=people, meetings=meetings)
    with pytest.raises(ValidationError) as refused:
        publish_draw(season=season, drawn_by=outi)
    assert refused.value.code == code
    response = outi_client.post(draw_url(season, "new/"))
    assert response.context["problem"] == refused.value.messages[0]
    assert Draw.objects.count() == 0


def test_roles(client_of: OpenAs, cast: Any) -> None:
    path = draw_url(cast.season, "new/")
    people = ("aino", "leena", "ulla", "zaida", "eero")
    codes = {name: client_of(getattr(cast, name)).post(path).status_code for name in people}
    assert codes == {"aino": 403, "leena": 403, "ulla": 404, "zaida": 404, "eero": 404}
    assert client_of(cast.outi).get(path).status_code == 405
    assert Client().post(path).status_code == 302
    assert Draw.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_make_one_draw(
    client_of: OpenAs, outi: Member, season: Season
) -> None:
    fill(season, people=6, meetings=3)
    clients = [client_of(outi) for _press in range(4)]
    answers: list[tuple[int, str]] = []

    def press(client: Client) -> None:
        response = client.post(draw_url(season, "new/"))
        answers.append((response.status_code, response.headers["Location"].partition("?")[2]))

    at_once(*[partial(press, client) for client in clients])
    assert sorted(answers) == [(303, "done=already-drawn")] * 3 + [(303, "done=pairs-drawn")]
    assert Draw.objects.count() == 1


def test_locked_pairs_and_unsuitable_days_are_kept(outi: Member, season: Season) -> None:
    a, b, c, d = fill(season, people=4, meetings=2)
    first, second = season.meetings.order_by("starts_at")
    draw = publish_draw(
        season=season,
        drawn_by=outi,
        locked=[[a.pk, b.pk]],
        unavailable={a.pk: [first.pk], c.pk: [second.pk]},
    )
    assert pairs_of(season) == [{c.pk, d.pk}, {a.pk, b.pk}]
    assert [group.is_locked for group in season.groups.order_by("position")] == [False, True]
    assert (draw.outcome["gave_way"], repeats(draw)) == ([], True)
    publish_draw(season=season, drawn_by=outi, reason="Uudelleen")
    assert {a.pk, b.pk} in pairs_of(season)


@pytest.mark.parametrize(
    ("rows", "field", "sentence"),
    [
        ([(0, None)], "lock-0-b", "Valitse myös, kenen kanssa tämä henkilö on."),
        (
            [(0, 0)],
            "lock-0-b",
            "Jäsen01 Sukunimi01 on kahdessa lukitussa parissa. Kukin on yhdessä.",
        ),
        (
            [(0, 1), (2, 0)],
            "lock-1-b",
            "Jäsen01 Sukunimi01 on kahdessa lukitussa parissa. Kukin on yhdessä.",
        ),
        ([(0, 9)], "lock-0-b", "Tämä henkilö ei ole enää mukana arvonnassa. Valitse joku toinen."),
        (
            [(0, 1), (2, 3)],
            "__all__",
            "Kaikki ovat lukituissa pareissa, joten arvottavaa ei ole. Vapauta jokin pari.",
        ),
    ],
)
def test_locks_that_cannot_be_are_told_at_their_field(
    outi_client: Client,
    season: Season,
    ulla: Member,
    rows: list[tuple[int, int | None]],
    field: str,
    sentence: str,
) -> None:
    people = {**dict(enumerate(fill(season, people=4, meetings=2))), 9: ulla}
    data = {}
    for row, places in enumerate(rows):
        for name, place in zip("ab", places, strict=True):
            data[f"lock-{row}-{name}"] = "" if place is None else str(people[place].pk)
    response = outi_client.post(draw_url(season, "new/"), data)
    form = response.context["form"]
    assert (response.status_code, dict(form.errors)) == (400, {field: [sentence]})
    assert {name: form[name].value() for name in data} == data
    assert Draw.objects.count() == 0


def test_another_locked_pair_gets_its_fields_and_nothing_typed_is_lost(
    outi_client: Client, season: Season
) -> None:
    a, b, *_others = fill(season, people=6, meetings=3)
    typed = {"lock-0-a": str(a.pk), "lock-0-b": str(b.pk)}
    response = outi_client.post(draw_url(season, "new/"), {**typed, "more": "1"})
    form = response.context["form"]
    assert (response.status_code, len(form.lock_rows), dict(form.errors)) == (200, 2, {})
    assert form.lock_rows[1][0].field.widget.attrs["autofocus"] is True
    assert {name: form[name].value() for name in typed} == typed
    outi_client.post(draw_url(season, "new/"), typed)
    assert Draw.objects.get().inputs["locked"] == [sorted([str(a.pk), str(b.pk)])]


def test_a_drawn_pair_can_be_kept_or_let_go(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=6, meetings=3)
    first = draw_pairs(season=season, drawn_by=outi)
    data = {"replaces": str(first.pk), "reason": "Yksi pari pysyy", "stay": "2"}
    outi_client.post(draw_url(season, "new/"), data)
    kept = sorted(first.outcome["groups"][1]["members"])
    second = season.draws.latest("drawn_at")
    assert second.inputs["locked"] == [kept]
    data = {"replaces": str(second.pk), "reason": "Kaikki uusiksi"}
    outi_client.post(draw_url(season, "new/"), data)
    assert season.draws.latest("drawn_at").inputs["locked"] == []


def test_a_lock_stays_on_redraw_also_in_a_group_that_grew(
    outi_client: Client, outi: Member, season: Season
) -> None:
    a, b, *_others = fill(season, people=6, meetings=2)
    locked = sorted([str(a.pk), str(b.pk)])
    first = draw_pairs(season=season, drawn_by=outi, locked=[[a.pk, b.pk]])
    box = outi_client.get(draw_url(season)).context["form"]["stay"]
    (kept,) = box.initial
    assert dict(box.field.choices)[kept] == join_names([a.full_name, b.full_name])
    data = {"replaces": str(first.pk), "reason": "Uudelleen", "stay": kept}
    outi_client.post(draw_url(season, "new/"), data)
    second = season.draws.latest("drawn_at")
    assert second.inputs["locked"] == [locked]
    # The whole group and the pair within it are no contradiction.
    whole = next(
        str(number)
        for number, group in enumerate(second.outcome["groups"], 1)
        if locked[0] in group["members"]
    )
    data = {"replaces": str(second.pk), "reason": "Koko ryhmä", "stay": [whole, kept]}
    outi_client.post(draw_url(season, "new/"), data)
    third = season.draws.latest("drawn_at")
    assert [len(group) for group in third.inputs["locked"]] == [3]
    # Let go, it is gone.
    data = {"replaces": str(third.pk), "reason": "Kaikki uusiksi"}
    outi_client.post(draw_url(season, "new/"), data)
    assert season.draws.latest("drawn_at").inputs["locked"] == []


def test_meetings_left_over_are_dealt_evenly_when_asked(
    outi_client: Client, outi: Member, season: Season
) -> None:
    fill(season, people=4, meetings=5)
    outi_client.post(draw_url(season, "new/"), {"left_over": "even"})
    draw = Draw.objects.get()
    confirm_draw(draw=draw, by=outi)
    hosts = [meeting.host_group_id for meeting in season.meetings.order_by("starts_at")]
    assert sorted(map(hosts.count, set(hosts))) == [2, 3]
    # Everybody has had a turn before anybody's second one.
    assert [len(set(hosts[:2])), len(set(hosts[2:4]))] == [2, 2]
    assert len(outi_client.get(draw_url(season)).context["unhosted"]) == 0


def test_a_date_that_suits_nobody_is_named_before_and_after(
    outi_client: Client, outi: Member, season: Season
) -> None:
    people = fill(season, people=4, meetings=2)
    first = season.meetings.earliest("starts_at")
    away = {person.pk: [first.pk] for person in people}
    set_host_dates(season=season, away=away, back={})
    assert "ei sovi kenellekään. Joku saa vuoron silti" in words_of(
        outi_client.get(draw_url(season))
    )
    outi_client.post(draw_url(season, "new/"))
    assert Draw.objects.get().outcome["gave_way"] == ["dates"]
    words = words_of(outi_client.get(draw_url(season)))
    assert "Jonkun vastuuvuoro on päivänä, joka ei sovi hänelle." in words


def test_meetings_that_have_been_held_are_left_out(outi: Member, season: Season) -> None:
    fill(season, people=4, meetings=2)
    factories.make_meeting(season, days=-7, number=9)
    draw = publish_draw(season=season, drawn_by=outi)
    assert len(draw.inputs["meetings"]) == 2
