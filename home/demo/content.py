"""The demo club's year, as data. People, texts and links are fictional; the rhythm is a real club's.

Dates are those of 2022–2023; ``play.py`` moves them by whole weeks.
"""

import datetime as dt
from dataclasses import dataclass

CLUB_NAME = "Esihenkilöiden vertaisklubi"
ORGANISATION = "Kuusiniemen ammattiopisto"
PLACE = "Kampus Koivu, tila B214"
PURPOSE = (
    "Klubissa esihenkilöt oppivat toisiltaan. Tulet pöytään omilla kysymyksilläsi ja viet mukanasi"
    " yhden kokeilun."
)
AIMS = [
    "Hankkeiden tulokset leviävät ja juurtuvat.",
    "Tulen kuulluksi.",
    "Pohdin työtäni yhdessä muiden kanssa.",
    "Opin vertaisilta ja saan tukea.",
]
FACILITATOR = ("Outi", "Mäkelä")


@dataclass(frozen=True)
class DemoPerson:
    """A supervisor of the demo club."""

    first_name: str
    last_name: str
    job_title: str
    unit: str = ""
    language: str = "fi"
    is_new: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def email(self) -> str:
        return address(self.first_name, self.last_name)


def address(first_name: str, last_name: str) -> str:
    """The demo's address of a person: ``etunimi.sukunimi@example.org`` without dots on letters."""
    plain = str.maketrans("åäö", "aao")
    return f"{first_name}.{last_name}".lower().translate(plain) + "@example.org"


PEOPLE = [
    DemoPerson("Aino", "Kettunen", "koulutuspäällikkö", "sosiaali- ja terveysala"),
    DemoPerson("Petri", "Salonen", "koulutuspäällikkö", "ajoneuvoala"),
    DemoPerson("Leena", "Harju", "opintopäällikkö", "yhteiset tutkinnon osat"),
    DemoPerson("Timo", "Virta", "tiimipäällikkö", "rakennusala"),
    DemoPerson("Sari", "Nieminen", "kehittämispäällikkö"),
    DemoPerson("Jukka", "Rautio", "koulutuspäällikkö", "kone- ja tuotantotekniikka"),
    DemoPerson("Hanna", "Koskela", "tiimipäällikkö", "ravintola- ja catering-ala", is_new=True),
    DemoPerson("Mikael", "Lindholm", "koulutuspäällikkö", "liiketoiminta", language="sv"),
    DemoPerson("Marja", "Peltola", "opiskelijapalvelupäällikkö"),
    DemoPerson("Ville", "Mattila", "tiimipäällikkö", "tieto- ja viestintätekniikka", is_new=True),
    DemoPerson("Katariina", "Ojala", "apulaisrehtori"),
    DemoPerson("Antti", "Heikkinen", "kiinteistöpäällikkö"),
    DemoPerson("Riikka", "Saarinen", "koulutuspäällikkö", "kasvatus- ja ohjausala"),
    DemoPerson("Eero", "Tuominen", "tiimipäällikkö", "logistiikka", is_new=True),
]

# The two-level tree; a tuple's second part tells whether the theme is cross-cutting.
THEMES: dict[tuple[str, bool], list[str]] = {
    ("Muutosjohtaminen", False): [
        "Hyvät käytännöt",
        "Luotsimalli",
        "Oppiva organisaatio",
        "Etätyö ja etäjohtaminen",
    ],
    ("Itseohjautuvien tiimien johtaminen", False): [],
    ("Hyvinvointi", True): [
        "Hyvinvoiva johtaja",
        "Hyvinvoinnin johtaminen",
        "Paineistetut ja vaativat johtamistilanteet",
    ],
}


@dataclass(frozen=True)
class DemoAgreed:
    """Something agreed; no owners means everybody."""

    text: str
    owners: tuple[str, ...]
    due_on: dt.date
    is_done: bool = False


@dataclass(frozen=True)
class DemoReading:
    """Something to read: kind, title, minutes. With ``text`` it is a file that holds this, without it a link."""

    kind: str
    title: str
    minutes: int
    text: str = ""


@dataclass(frozen=True)
class DemoMeeting:
    """One meeting of the year and what stood on its board.

    ``other_times`` are what a date poll offers beside the meeting's own: days from it, and the time.
    """

    on: dt.date
    title: str
    theme: str
    hosts: tuple[str, str] | None
    readings: tuple[DemoReading, ...]
    group_forming: str
    goals: tuple[str, ...] = ()
    ideas: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    agreed: tuple[DemoAgreed, ...] = ()
    personal_note: str = ""
    program: tuple[tuple[str, str, int], ...] = ()
    other_times: tuple[tuple[int, dt.time], ...] = ()


@dataclass(frozen=True)
class DemoSeason:
    """A season; ``name`` is made of the years in which its shifted dates fall."""

    is_academic_year: bool
    starts_at: dt.time
    meetings: tuple[DemoMeeting, ...]
    takeaways: tuple[str, ...]
    wishes: tuple[str, ...]


def _frame(group_forming: str) -> tuple[tuple[str, str, int], ...]:
    """The usual 180 minutes: kind, title, minutes."""
    return (
        ("opening", "Tervetuloa ja päivän tavoite", 10),
        ("group_forming", f"Ryhmäytyminen: {group_forming[0].lower()}{group_forming[1:]}", 20),
        ("talk", "Vastuuparin alustus", 25),
        ("break", "Tauko ja kahvi", 15),
        ("discussion", "Keskustelu kolmessa ryhmässä, kirjaukset taululle", 60),
        ("decisions", "Ideoista sovittuihin asioihin", 30),
        ("closing", "Loppukierros: mitä vien mukanani", 15),
        ("feedback", "Palaute puhelimella", 5),
    )


LAST_PROGRAM = (
    ("opening", "Tervetuloa", 10),
    ("group_forming", "Hengitys ja hiljainen minuutti", 5),
    ("talk", "Alustus: kolme vaikeaa tilannetta", 25),
    ("discussion", "Tapausklinikka pareittain", 40),
    ("break", "Tauko", 15),
    ("discussion", "Tapausklinikan purku ja kirjaukset", 45),
    ("decisions", "Sovitut asiat", 20),
    ("closing", "Kauden kaari: mitä jäi elämään", 15),
    ("feedback", "Palaute", 5),
)

CHECKLIST = """\
Luotsin muistilista

1. Kysy tiimiltä, mikä muutoksessa mietityttää juuri nyt.
2. Kerro, mitä on päätetty ja mistä voi vielä vaikuttaa.
3. Sovi yksi pieni kokeilu ja päivä, jona sitä katsotaan yhdessä.
4. Vie tiimin kysymykset esihenkilölle samalla viikolla.
5. Kiitä siitä, mikä jo toimii.
"""


def program_of(meeting: DemoMeeting) -> tuple[tuple[str, str, int], ...]:
    """The agenda of a meeting: its own, or the usual frame with its group-forming."""
    return meeting.program or _frame(meeting.group_forming)


SPRING = DemoSeason(
    is_academic_year=False,
    starts_at=dt.time(12, 30),
    meetings=(
        DemoMeeting(
            dt.date(2022, 1, 25),
            "Mitä muutos meissä herättää",
            "Muutosjohtaminen",
            None,
            (DemoReading("article", "Muutos alkaa kysymyksestä", 9),),
            "Jana: kuinka nopeasti lämpenen uudelle",
            goals=("Muutos tehdään näkyväksi ennen kuin sitä arvioidaan.",),
            ideas=("Muutoksen sää: jokainen piirtää tiimipalaverin alkuun oman säänsä.",),
        ),
        DemoMeeting(
            dt.date(2022, 2, 15),
            "Oppiva organisaatio arjessa",
            "Oppiva organisaatio",
            None,
            (DemoReading("blog", "Kun tiimi oppii ääneen", 6),),
            "Kaksi totta ja yksi toive",
            goals=("Opitaan ääneen myös keskeneräisestä.",),
            ideas=("Viikon oppi yhdellä lauseella tiimin kanavalle.",),
        ),
        DemoMeeting(
            dt.date(2022, 3, 22),
            "Etäjohtamisen ensiapu",
            "Etätyö ja etäjohtaminen",
            None,
            (DemoReading("project", "Läsnä, vaikka etänä", 12),),
            "Esittele työpisteesi yhdellä esineellä",
            ideas=("Avoin linja: puoli tuntia viikossa ilman asialistaa.",),
        ),
        DemoMeeting(
            dt.date(2022, 4, 26),
            "Hyvinvoiva johtaja",
            "Hyvinvoiva johtaja",
            None,
            (DemoReading("article", "Palautuminen kuuluu työhön", 8),),
            "Kävely parin kanssa, 15 min",
            goals=("Kevään jälkeen jokaisella on yksi tapa palautua kesken työpäivän.",),
            ideas=("Kävelypalaveri, kun asia mahtuu kahden ihmisen väliin.",),
        ),
    ),
    takeaways=("Kaksi tuntia vertaisten kanssa vei pidemmälle kuin päivä luentoja.",),
    wishes=(
        "Iltapäivällä olin jo väsynyt. Aamupäivä sopisi paremmin.",
        "Etäyhteys pätki alussa. Mieluummin kaikki samaan tilaan.",
    ),
)

YEAR = DemoSeason(
    is_academic_year=True,
    starts_at=dt.time(9, 0),
    meetings=(
        DemoMeeting(
            dt.date(2022, 9, 13),
            "Oppiva organisaatio: virheestä opiksi",
            "Oppiva organisaatio",
            ("Sari Nieminen", "Jukka Rautio"),
            (
                DemoReading("article", "Miten organisaatio muistaa", 11),
                DemoReading("project", "Kymmenen hanketta, kolme oppia", 7),
            ),
            "Kartta lattialla: missä työni juuret ovat",
            goals=(
                "Virheestä puhutaan ensin oppina ja vasta sitten korjattavana asiana.",
                "Jokainen tiimi jakaa yhden opin kuukaudessa muille.",
            ),
            ideas=(
                "Oppimiskahvit: joka kuun ensimmäisenä perjantaina klo 14 yksi tiimi kertoo, mikä ei"
                " onnistunut.",
                "Hankkeiden loppuraporteista yhden sivun tiivistelmä, jonka ehtii lukea bussissa.",
                "Perehdytykseen oma kohta: keneltä voin kysyä mitä vain.",
            ),
            agreed=(
                DemoAgreed(
                    "Tiivistelmäpohja kaikkien käyttöön", ("Sari Nieminen",), dt.date(2022, 10, 7)
                ),
                DemoAgreed(
                    "Ensimmäiset oppimiskahvit pe {2022-11-04} klo 14",
                    ("Jukka Rautio", "Aino Kettunen"),
                    dt.date(2022, 11, 4),
                ),
            ),
        ),
        DemoMeeting(
            dt.date(2022, 10, 11),
            "Luotsimalli: muutos kuuluu kaikille",
            "Luotsimalli",
            ("Leena Harju", "Timo Virta"),
            (
                DemoReading("article", "Luotsi kulkee rinnalla, ei edellä", 10),
                DemoReading("project", "Mitä opimme ensimmäisestä luotsivuodesta", 8),
                DemoReading("guide", "Luotsin muistilista", 2, text=CHECKLIST),
            ),
            "Kuvakortti omasta muutoksesta",
            goals=(
                "Jokaisella tiimillä on nimetty luotsi lukuvuoden loppuun mennessä.",
                "Muutoksesta puhutaan ennen kuin siitä päätetään.",
            ),
            ideas=(
                "Luotsin vartti: tiimipalaverin viimeiset 15 minuuttia kuuluvat luotsille.",
                "Muutospäiväkirja yhteiseen kansioon. Kolme riviä viikossa riittää.",
                "Kutsutaan opiskelijakunta luotsien koulutukseen.",
            ),
            questions=("Mitä luotsi tekee, kun esihenkilö on eri mieltä?",),
            agreed=(
                DemoAgreed(
                    "Luotsin vartti kokeiluun kolmessa tiimissä {kk 2022-11-30} ajaksi",
                    ("Aino Kettunen",),
                    dt.date(2022, 11, 30),
                ),
                DemoAgreed(
                    "Luotsien esittelyt yhdelle sivulle", ("Timo Virta",), dt.date(2022, 10, 28)
                ),
            ),
            personal_note=(
                "Ottakaa mukaan yksi oma muutos, joka on juuri nyt kesken. Siitä lähdetään."
                " Terveisin Leena ja Timo"
            ),
        ),
        DemoMeeting(
            dt.date(2022, 11, 22),
            "Etätyö ja etäjohtaminen",
            "Etätyö ja etäjohtaminen",
            ("Aino Kettunen", "Petri Salonen"),
            (
                DemoReading("blog", "Luottamus ei tarvitse kameraa", 6),
                DemoReading("guide", "Hybridipalaverin pelisäännöt", 9),
            ),
            "Paras ja pahin etäpalaverini",
            goals=("Etäpäivä ei ole näkymätön päivä.",),
            ideas=("Kamerat auki alussa ja lopussa, välissä saa keskittyä.",),
            agreed=(
                DemoAgreed(
                    "Jokainen kysyy tiimiltään, mikä palaveri voisi olla viesti",
                    (),
                    dt.date(2022, 12, 12),
                ),
            ),
            other_times=((-1, dt.time(13)), (1, dt.time(9)), (2, dt.time(13))),
        ),
        DemoMeeting(
            dt.date(2023, 1, 17),
            "Itseohjautuvien tiimien johtaminen",
            "Itseohjautuvien tiimien johtaminen",
            ("Hanna Koskela", "Mikael Lindholm"),
            (
                DemoReading("article", "Päätösvallan portaat", 10),
                DemoReading("blog", "Tiimi ilman vetäjää, vetäjä ilman tiimiä", 7),
            ),
            "Tornin rakentaminen puhumatta",
            goals=("Tiimi tietää, mistä se saa päättää itse.",),
            ideas=("Päätösvallan portaat näkyviin työhuoneen seinälle.",),
            agreed=(
                DemoAgreed(
                    "Portaat kokeiluun työvuorosuunnittelussa",
                    ("Ville Mattila", "Hanna Koskela"),
                    dt.date(2023, 2, 14),
                ),
            ),
        ),
        DemoMeeting(
            dt.date(2023, 2, 14),
            "Hyvinvoiva johtaja",
            "Hyvinvoiva johtaja",
            ("Marja Peltola", "Ville Mattila"),
            (
                DemoReading("blog", "Kalenteri on arvovalinta", 5),
                DemoReading("project", "Esihenkilön palautuminen lukuvuoden rytmissä", 12),
            ),
            "Kiitosviesti sille, joka ei sitä odota",
            ideas=("Kalenterissa on joka viikko kaksi tuntia, joihin ei voi varata palaveria.",),
        ),
        DemoMeeting(
            dt.date(2023, 3, 21),
            "Hyvinvoinnin johtaminen",
            "Hyvinvoinnin johtaminen",
            ("Katariina Ojala", "Antti Heikkinen"),
            (
                DemoReading("guide", "Varhainen puheeksi otto", 10),
                DemoReading("article", "Mitä sairauspoissaolot kertovat ja mitä eivät", 9),
            ),
            "Hyvän työpäivän ainekset",
            ideas=("Kysytään kuulumiset ennen asialistaa, myös kiireessä.",),
        ),
        DemoMeeting(
            dt.date(2023, 4, 25),
            "Paineistetut ja vaativat johtamistilanteet",
            "Paineistetut ja vaativat johtamistilanteet",
            ("Riikka Saarinen", "Eero Tuominen"),
            (
                DemoReading("article", "Rauhallinen ääni kuuluu kauemmas", 8),
                DemoReading("guide", "Vaikea keskustelu vaihe vaiheelta", 11),
            ),
            "Hengitys ja hiljainen minuutti",
            ideas=("Vaikean keskustelun jälkeen soitan työparilleni.",),
            program=LAST_PROGRAM,
        ),
    ),
    takeaways=(
        "Parasta oli huomata, että muillakin on samat solmut. Lähdin kevyemmin kuin tulin.",
        "Ennakkoartikkeli oli sopivan mittainen. Ehdin lukea sen odotushuoneessa.",
        "Luotsin vartti lähti meillä heti kokeiluun.",
        "Sain työparin, jolle soitan edelleen.",
    ),
    wishes=(
        "Ryhmissä puhuttiin asiaa, mutta aika loppui kesken. Lyhyempi alustus riittäisi.",
        "Toivoisin, että edellisen kerran sovitut asiat käytäisiin läpi heti alussa.",
        "Kuvakortit tuntuivat ensin oudoilta, mutta keskustelu lähti niistä käyntiin.",
        "Vastuuvuoro jännitti, mutta muistilista ja valmis ohjelmarunko auttoivat.",
    ),
)
