import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clubs.names import name_from_address, sort_key, split_name
from clubs.people import MAX_LINES, Line, Person, Problem, normal_address, parse_people


def people_in(text: str) -> list[Person]:
    return [line.person for line in parse_people(text, known=[]) if line.person]


AINO = Person("Aino", "Kettunen", "aino.kettunen@example.org")
PETRI = Person("Petri", "Salonen", "petri.salonen@example.org")


@pytest.mark.parametrize(
    "text",
    [
        "Kettunen Aino <aino.kettunen@example.org>; Salonen Petri <petri.salonen@example.org>",
        "Kettunen Aino <aino.kettunen@example.org>;Salonen Petri <petri.salonen@example.org>;",
        "Kettunen Aino <aino.kettunen@example.org>\r\nSalonen Petri <petri.salonen@example.org>\r\n",
        '"Aino Kettunen" <aino.kettunen@example.org>, "Petri Salonen" <petri.salonen@example.org>',
        "'Aino Kettunen' <aino.kettunen@example.org>\n'Petri Salonen' <petri.salonen@example.org>",
        "Kettunen, Aino <aino.kettunen@example.org>; Salonen, Petri <petri.salonen@example.org>",
        "aino.kettunen@example.org, petri.salonen@example.org",
        "aino.kettunen@example.org; petri.salonen@example.org;",
        "aino.kettunen@example.org\n\n  petri.salonen@example.org  ",
        "<aino.kettunen@example.org>;<mailto:petri.salonen@example.org>",
        "Aino Kettunen aino.kettunen@example.org\nPetri Salonen petri.salonen@example.org",
        "AINO.KETTUNEN@EXAMPLE.ORG\nPetri.Salonen@Example.Org",
        "Aino Kettunen;aino.kettunen@example.org\nPetri Salonen;petri.salonen@example.org",
        "Kettunen Aino\taino.kettunen@example.org\nSalonen Petri\tpetri.salonen@example.org",
        "Nimi,Sähköposti\nAino Kettunen,aino.kettunen@example.org\nPetri Salonen,petri.salonen@example.org",
        "Etunimi;Sukunimi;Sähköpostiosoite\nAino;Kettunen;aino.kettunen@example.org\nPetri;Salonen;petri.salonen@example.org",
        "\ufeffE-post\tEfternamn\tFörnamn\naino.kettunen@example.org\tKettunen\tAino\npetri.salonen@example.org\tSalonen\tPetri",
        "Aino;Kettunen;aino.kettunen@example.org\nPetri;Salonen;petri.salonen@example.org",
        "Kettunen\u00a0Aino\u200b <aino.kettunen@example.org>;\u202aSalonen Petri\u202c <petri.salonen@example.org>",
    ],
)
def test_two_people_are_read_from_every_common_form(text: str) -> None:
    lines = parse_people(text, known=[])

    assert [(line.person, line.problem) for line in lines] == [
        (Person(AINO.first_name, AINO.last_name, AINO.email), ""),
        (Person(PETRI.first_name, PETRI.last_name, PETRI.email), ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nimi;Sähköposti;Yksikkö;Nimike;Kieli;Uusi\nMikael Lindholm;m.l@example.org;Liiketoiminta;Koulutuspäällikkö;ruotsi;x",
        "Namn;E-post;Enhet;Titel;Språk;Ny\nMikael Lindholm;m.l@example.org;Liiketoiminta;Koulutuspäällikkö;svenska;ja",
        'Name,E-mail,Unit,Title,Language,New\n"Lindholm, Mikael",m.l@example.org,Liiketoiminta,Koulutuspäällikkö,sv,yes',
        "Title\tUnit\tNew\tLanguage\tEmail\tLast name\tFirst name\nKoulutuspäällikkö\tLiiketoiminta\t1\tSV\tm.l@example.org\tLindholm\tMikael",
        "Mikael;Lindholm;m.l@example.org;Liiketoiminta;Koulutuspäällikkö;sv;uusi",
        'm.l@example.org;"Lindholm, Mikael";Liiketoiminta;Koulutuspäällikkö;sv;uusi',
    ],
)
def test_a_table_gives_unit_title_language_and_newness(text: str) -> None:
    assert people_in(text) == [
        Person(
            "Mikael",
            "Lindholm",
            "m.l@example.org",
            "Liiketoiminta",
            "Koulutuspäällikkö",
            "sv",
            True,
        )
    ]


@pytest.mark.parametrize(
    ("text", "address", "name"),
    [
        ("Harju Leena", "leena.harju@example.org", ("Leena", "Harju")),
        ("Leena Harju", "leena.harju@example.org", ("Leena", "Harju")),
        ('"Harju Leena"', "leena.harju@example.org", ("Leena", "Harju")),
        ("Mäkelä Outi", "outi.makela@example.org", ("Outi", "Mäkelä")),
        ("Mäkelä-Virta Anna Liisa", "anna-liisa.makela-virta@x.fi", ("Anna Liisa", "Mäkelä-Virta")),
        ("Anna Liisa Virta", "anna.virta@example.org", ("Anna Liisa", "Virta")),
        ("af Ursin Maria", "m@example.org", ("Maria", "af Ursin")),
        ('"Maria von Essen"', "m@example.org", ("Maria", "von Essen")),
        ("Harju Leena", "lh@example.org", ("Leena", "Harju")),
        ('"Leena Harju"', "lh@example.org", ("Leena", "Harju")),
        ("Harju, Leena", "lh@example.org", ("Leena", "Harju")),
        ("Leena", "lh@example.org", ("Leena", "")),
        ("Harju,", "lh@example.org", ("Harju", "")),
    ],
)
def test_the_order_of_names_is_understood(text: str, address: str, name: tuple[str, str]) -> None:
    assert split_name(text, address) == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("aino.kettunen@example.org", ("Aino", "Kettunen")),
        ("anna-liisa.virta@example.org", ("Anna-Liisa", "Virta")),
        ("aino.maija.kettunen2@example.org", ("Aino Maija", "Kettunen")),
        ("aino.kettunen+klubi@example.org", ("Aino", "Kettunen")),
        ("rehtori@example.org", ("Rehtori", "")),
        ("123@example.org", ("123", "")),
    ],
)
def test_a_missing_name_is_guessed_from_the_address(address: str, name: tuple[str, str]) -> None:
    assert name_from_address(address) == name


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Aino Kettunen", Problem.NO_ADDRESS),
        ("Kettunen Aino <>", Problem.NO_ADDRESS),
        ("Kettunen Aino <aino.kettunen>", Problem.NO_ADDRESS),
        ("aino@", Problem.BAD_ADDRESS),
        ("aino..kettunen@example.org", Problem.BAD_ADDRESS),
        ("aino@example", Problem.BAD_ADDRESS),
        ("aino@exa mple.org", Problem.BAD_ADDRESS),
        ("aino@-example.org", Problem.BAD_ADDRESS),
        ("äiti@example.org", Problem.BAD_ADDRESS),
        ("Kettunen Aino <aino@example@org>", Problem.BAD_ADDRESS),
        (f"{'a' * 76} Aino <a@example.org>", Problem.TOO_LONG),
        (f"Aino;a@example.org;{'u' * 121}", Problem.TOO_LONG),
    ],
)
def test_a_wrong_line_says_why_and_keeps_its_text(text: str, problem: Problem) -> None:
    assert parse_people(text, known=[]) == [Line(text, 1, None, problem)]


def test_doubles_and_known_addresses_are_named() -> None:
    lines = parse_people(
        "Aino Kettunen <Aino.Kettunen@example.org>\naino.kettunen@EXAMPLE.org\npetri.salonen@example.org",
        known=["Petri.Salonen@example.org"],
    )

    assert [(line.number, line.problem) for line in lines] == [
        (1, ""),
        (2, Problem.DOUBLE),
        (3, Problem.KNOWN),
    ]


def test_an_international_domain_becomes_punycode() -> None:
    assert normal_address("aino@öö.fi") == "aino@xn--ndaa.fi"
    assert normal_address("aino@BÜCHER.example") == "aino@xn--bcher-kva.example"
    lines = parse_people("aino@öö.fi\naino@ÖÖ.fi", known=[])

    assert [line.problem for line in lines] == ["", Problem.DOUBLE]


def test_five_hundred_people_are_read_and_the_rest_is_kept() -> None:
    text = "\n".join(f"h{number}@example.org" for number in range(MAX_LINES + 2))
    lines = parse_people(text, known=[])

    assert len(lines) == MAX_LINES + 2
    assert [line.problem for line in lines[MAX_LINES - 1 :]] == [
        "",
        Problem.TOO_MANY,
        Problem.TOO_MANY,
    ]


WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäö", min_size=1, max_size=12)
ADDRESSES = st.builds(
    "{}.{}@{}.fi".format,
    *[st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)] * 3,
)
SEPARATORS = st.sampled_from(["\n", "\r\n", "; ", ";", "\n\n"])
GOOD = st.one_of(
    ADDRESSES,
    st.builds("{} {} <{}>".format, WORDS, WORDS, ADDRESSES),
    st.builds('"{} {}" <{}>'.format, WORDS, WORDS, ADDRESSES),
    st.builds("{}, {} <{}>".format, WORDS, WORDS, ADDRESSES),
)
JUNK = st.text(
    alphabet=st.characters(exclude_characters='"<>@', exclude_categories=["Cs"]), max_size=40
)


@given(st.text())
@example('"')
@example("<")
@example("a@b.fi\x00")
@example('"a@b.fi\n,"')
def test_no_text_is_too_strange(text: str) -> None:
    for line in parse_people(text, known=[]):
        assert (line.person is None) != (line.problem == "")
        assert line.raw.strip()


@given(st.lists(GOOD, min_size=1, max_size=12), st.data())
def test_good_people_are_never_lost(good: list[str], data: st.DataObject) -> None:
    text = "".join(piece + data.draw(SEPARATORS) for piece in good)
    lines = parse_people(text, known=[])

    assert len(lines) == len(good)
    assert {line.problem for line in lines} <= {"", Problem.DOUBLE}
    wanted = {piece.rpartition("<")[2].strip("<> ") for piece in good}
    assert {line.person.email for line in lines if line.person} == wanted


@given(
    st.lists(GOOD, min_size=1, max_size=6, unique=True), st.lists(JUNK, max_size=6), st.randoms()
)
def test_junk_between_lines_does_no_harm(good: list[str], junk: list[str], random: object) -> None:
    pieces = [*good, *junk]
    random.shuffle(pieces)  # type: ignore[attr-defined]
    people = [line.person for line in parse_people("\n".join(pieces), known=[]) if line.person]

    assert {person.email for person in people} == {
        piece.rpartition("<")[2].strip("<> ") for piece in good
    }


def test_a_line_from_outlook_below_a_word_that_heads_tables() -> None:
    lines = parse_people("Osoite\nKettunen Aino <aino.kettunen@example.org>", known=[])
    assert [line.person and line.person.email for line in lines] == ["aino.kettunen@example.org"]


def test_names_are_sorted_as_in_a_finnish_list() -> None:
    names = [
        "Öhman",
        "Ähtäri",
        "Åberg",
        "Zetterberg",
        "virta",
        "Wirta",
        "Aalto",
        "André",
        "Andersson",
    ]

    assert sorted(names, key=lambda name: sort_key(name, "")) == [
        "Aalto",
        "Andersson",
        "André",
        "virta",
        "Wirta",
        "Zetterberg",
        "Åberg",
        "Ähtäri",
        "Öhman",
    ]
