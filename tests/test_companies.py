"""One firm behind many spellings: the verdicts we stand for, the laws of ``key``, and what companies.toml refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pace import grows_with_its_square

from matchmaker.companies import Companies, is_no_company, key
from matchmaker.errors import InputError


def _pairs(table: str) -> list[tuple[str, str]]:
    """The pairs of a table of ``one = two; ...``; a line that begins with # is a title."""
    lines = "".join(";" if line.strip().startswith("#") else line for line in table.splitlines())
    one_and_two = (pair.split(" = ") for pair in lines.split(";") if pair.strip())
    return [(one.strip(), two.strip()) for one, two in one_and_two]


SAME = _pairs("""
    # the promise of the specification, and everyday spellings
    ACME = Acme Ltd.; Acme Ltd. = acme, inc; Acme = ＡＣＭＥ; Acme™ = Acme®; acme\u200b = Acme; Wal-Mart = Walmart;
    Rolls Royce plc = Rolls-Royce; 7 Eleven = 7-Eleven, Inc.; You Tube = YouTube; McDonald's Corp. = McDonald’s;
    L’Oréal S.A. = L'Oreal; The Gap, Inc. = Gap; Gap Inc., The = Gap; J.P. Morgan = JP Morgan;
    J.P. Morgan = JPMorgan; J. P. Morgan & Co. = J.P.Morgan; E.ON SE = EON; Amazon.com, Inc. = Amazon;
    Booking.com B.V. = Booking.com; Acme [Sales] = Acme; Coop = Co-op
    # connecting words
    Johnson & Johnson = Johnson and Johnson; Johnson&Johnson = Johnson + Johnson; AT&T = A T & T Inc.;
    Marks & Spencer = Marks Spencer; Müller und Söhne = Müller & Söhne; Dupont et Fils = Dupont & Fils;
    Pérez y Hijos S.L. = Perez & Hijos; Silva e Filhos Lda. = Silva & Filhos; McKinsey & Company = McKinsey
    # accents and letters
    Société Générale = Societe Generale; Crédit Agricole S.A. = Credit Agricole; Nestlé SA = NESTLE;
    Müller GmbH = Mueller GmbH & Co. KG; Müller = Muller AG; Weiß KG = Weiss; Škoda Auto a.s. = Skoda Auto;
    Ørsted A/S = Orsted; A.P. Møller - Mærsk A/S = AP Moller Maersk; Citroe\u0308n = Citroën; Łódź = Lodz
    # legal forms, country by country
    Siemens AG = Siemens Aktiengesellschaft; SAP SE = SAP; Foo UG (haftungsbeschränkt) = Foo;
    Telefónica, S.A. = Telefonica SA; S.A. Foo = Foo; Dupont SAS = SAS Dupont; Acme S. A. = Acme s.a.;
    Pirelli & C. S.p.A. = Pirelli & C.; Ferrero SpA = Ferrero S.P.A.; Barilla S.r.l. = Barilla;
    Philips N.V. = Philips NV; Heineken Besloten Vennootschap = Heineken B.V.; Volvo AB = AB Volvo;
    Nokia Oyj = Nokia; Equinor ASA = Equinor; Allegro Sp. z o.o. = Allegro sp. z o. o.; ČEZ, a.s. = CEZ;
    Cemex S.A.B. de C.V. = CEMEX; Petro Foo S. de R.L. de C.V. = Petro Foo;
    Natura Cosméticos Ltda. = Natura Cosmeticos; Koç Holding A.Ş. = KOC;
    Infosys Pvt. Ltd. = Infosys Private Limited; Petronas Sdn. Bhd. = Petronas Berhad; PT Telkom = Telkom Tbk.;
    Foo Co., Ltd. = Foo; Foo Co Ltd = Foo Company Limited; BHP Pty Ltd = BHP Proprietary Limited;
    ООО «Ромашка» = Ромашка; ПАО Газпром = Газпром; LLC Romashka = Romashka LLC; OOO Romashka = Romashka;
    株式会社トヨタ = トヨタ; ㈱トヨタ = トヨタ 株式会社; ﾄﾖﾀ = トヨタ; 삼성전자 주식회사 = 삼성전자;
    삼성 = \u1109\u1161\u11b7\u1109\u1165\u11bc;
    华为技术有限公司 = 华为技术; טבע בע"מ = טבע; ΔΕΗ Α.Ε. = ΔΕΗ
    # regions and groups lean to same
    Acme (UK) Ltd = Acme; Acme UK Ltd = Acme Deutschland GmbH; Vodafone Germany = Vodafone; Acme (Berlin) = Acme;
    BMW Group = BMW; Grupo Bimbo = Bimbo; BT Group plc = BT; UBS Holding AG = UBS; Acme Group (UK) Ltd = acme
""")

DIFFERENT = _pairs("""
    # a common word and a region or a form: never down to the common word
    Air Canada = Air France; Air India Ltd = Air New Zealand Ltd; Air Canada = Air; Air South Africa = Air South;
    Bank of America = Bank of China; Bank of America Corp. = Bank; Credit Suisse = Credit Agricole;
    Coal India = Oil India; Radio France = Radio Canada; Telecom Italia = Telecom Argentina;
    Telekom Deutschland = Telekom Austria; Teach for America = Teach for India; Banco do Brasil = Banco de Chile;
    First Group = First Bank; Capital Group = Capital One; SAS Institute = Institute; SAS Institute Inc. = SAS;
    SAS = SA; LLC Partners = Partners; AB Foods = Foods; AG Barr = Barr; AG Barr = AG; SE Ranking = Ranking;
    SC Johnson = Johnson; AS Watson = Watson; AG Insurance = Insurance
    # initials
    D&B = DB; M&S = MS; H&M = HM; M&T Bank = MT Bank; S&P Global = SP Global; B&Q = BQ; AT&T = ATT; BP = BT;
    ING = ING Direct; 3M = 3i; EY = E; LG = GL; HP = HPE; CVS = CV; A1 = A2
    # words that tell firms apart
    Deutsche Bank = Deutsche Bahn; Deutsche Bank = Deutsche Post; Siemens = Siemens Energy;
    General Electric = General Motors; Bain & Company = Bain Capital; Virgin Atlantic = Virgin Media;
    Volvo Cars = Volvo; Morgan Stanley = JP Morgan; Ford = Fjord; Globex International = Globex; Acme = Acne;
    Acme Labs = Acme Bank; Initech = Initrode; Apple = Apple Bank; Royal Bank of Scotland = Royal Bank of Canada;
    Standard Chartered = Standard Life; Merck = Mercer; Visa = Vista; Limited = Company; Co = Inc;
    The Group = The Company; Holding = Group; Route 1 23 = Route 12 3
    # other scripts
    Ромашка = Рамашка; ООО Ромашка = ООО Ласточка; टाटा = टीटी; टाटा = टट; カシオ = ガシオ; トヨタ = ホンダ;
    华为 = 小米; 삼성 = 현대;
    有限公司 = 株式会社; شركة الف = شركة باء; ไทย = ไทร; Noel = Nol; AEG = AG; UEFA = UFA; Blue = Blu;
    Acme Ltd = Acne Ltd; Initech UK = Initrode UK; Foo Group = Bar Group; KPMG = PwC; Grupo Bimbo = Grupo Modelo;
    Müller = Möller; Nestlé = Nesta; Santander = Sanlam; Rio Tinto = Rio Grande; Tata Motors = Tata Steel
""")


@pytest.mark.parametrize(("one", "two"), SAME)
def test_two_spellings_of_one_firm(one: str, two: str) -> None:
    assert key(one) == key(two) != ""


@pytest.mark.parametrize(("one", "two"), DIFFERENT)
def test_two_firms(one: str, two: str) -> None:
    assert key(one) != key(two)


def test_there_are_enough_verdicts_each_way() -> None:
    assert min(len(set(SAME)), len(set(DIFFERENT))) >= 85


PIECES = (
    "Acme Foo the The & and und e S.A. s a de C.V. Co. , Ltd SAS PT ООО gm bh GmbH AG UK (UK) ( ) Air Bank of Group "
    "株式会社 公司 J.P. ü ue 1 23 . - ' ; South Africa New Zealand q\u0308 टा ㈱ İ ß ŉ Ǆ ͅ"
)
NAMES = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(PIECES.split()), max_size=9).map(" ".join),
    st.lists(st.sampled_from(PIECES.split()), max_size=9).map("".join),
)


@given(NAMES)
@settings(max_examples=1500, deadline=None)
@example("Foo Co., Ltd. SAS")
@example("P T & gm bh公司gm bh")
@example("SAS")
@example("&AS")
def test_key_is_stable_and_never_empty(name: str) -> None:
    assert key(key(name)) == key(name)
    assert key(name) != "" or not any(map(str.isalnum, name))
    assert key(f"  {name.strip()}\t") == key(name)


def test_every_letter_and_digit_alone_has_a_stable_key() -> None:
    letters = [chr(code) for code in range(0x110000) if chr(code).isalnum()]
    assert [letter for letter in letters if not key(letter) or key(key(letter)) != key(letter)] == []


@given(NAMES, NAMES)
@settings(max_examples=300, deadline=None)
def test_sharing_a_firm_is_symmetric_and_joins_employers(one: str, two: str) -> None:
    firms = Companies().firms
    assert firms(f"{one};{two}") == firms(f"{two};{one}") == firms(one) | firms(two)


BOMBS = "a|co |(|(a|a.|& |p t & |a\u0315\u0300|\u05b0\u05bc|bue|S.A. |1 |and |ﷺ|sas uk "


@pytest.mark.parametrize("part", BOMBS.split("|"))
def test_a_million_characters_take_linear_time(part: str, no_cover: None) -> None:
    assert not grows_with_its_square(lambda size: lambda: key(part * (size // len(part)) + "x"), 1_000_000)


NONE = (
    "Freelancer;n/a;N/A;NA;student;self-employed;Self Employed;--;-;?;none;unemployed;retired;between jobs;;  ;"
    "freelance designer;Freelance (design);not applicable;selbständig;selbststaendig;Freiberufler;arbeitslos;keine;"
    "Studentin;Rentner;indépendante;étudiant;retraitée;sans emploi;Auto-entrepreneur;aucune;autónomo;jubilada;en paro;"
    "ninguna;autônoma;estudante;aposentado;desempregada;nenhuma;libero professionista;disoccupato;pensionata;nessuna"
)


@pytest.mark.parametrize("word", [*NONE.split(";"), "-" * 201])
def test_words_for_no_company(word: str) -> None:
    assert is_no_company(word)
    assert Companies().firms(f"{word}; Acme") == {"acme"}


FIRMS = "Student Loans Company;Freelancer.com;Independent Ltd;Retired Racehorses;X;0;Noneto;Coach;None Ltd"


@pytest.mark.parametrize("name", [*FIRMS.split(";"), "n/a " * 51 + "Acme"])
def test_companies_that_sound_like_none(name: str) -> None:
    assert not is_no_company(name)
    assert Companies().firms(name) == {key(name)}


TOML = """
[aliases]
"IBM" = ["International Business Machines", "Big Blue"]
"Hewlett-Packard" = ["HP"]
[groups]
"Globex Corp." = ["Acme Labs", "Initech GmbH"]
"Hooli" = ["Globex", "hewlett packard"]
"Acme" = ["Acme UK", "Acme Deutschland GmbH"]
"""


@pytest.fixture
def companies(tmp_path: Path) -> Companies:
    return Companies.read(written(tmp_path, TOML))


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "companies.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("cell", "firms"),
    [
        ("I.B.M. Deutschland GmbH", {"ibm"}),
        ("international business-machines corp", {"ibm"}),
        ("INITECH", {"hooli"}),
        ("Acme-Labs, Inc.", {"hooli"}),
        ("Globex Ltd", {"hooli"}),
        ("H.P. Inc.", {"hooli"}),
        ("Acme", {"acme"}),
        ("Initech; Big Blue ；IBM;;freelance", {"hooli", "ibm"}),
        ("Initrode", {"initrode"}),
        ("freelance; n/a", set()),
        ("", set()),
    ],
)
def test_aliases_and_parents_are_followed_to_the_top(companies: Companies, cell: str, firms: set[str]) -> None:
    assert companies.firms(cell) == firms


def test_look_alikes_are_flagged_and_stay_different() -> None:
    companies = Companies(groups={"Globex": ("Initech",)})
    cells = [
        "Deutsche Bank AG",
        "Deutsche Bahn AG; Siemens",
        "Simens",
        "Siemens Energy",
        "Alphabet (Google)",
        "Google",
        "Initek",
        "BMW",
    ]
    flagged = companies.look_alikes(cells)
    assert flagged == (
        ("Alphabet (Google)", "Google"),
        ("Deutsche Bahn AG", "Deutsche Bank AG"),
        ("Siemens", "Siemens Energy"),
        ("Siemens", "Simens"),
    )
    assert all(not companies.firms(one) & companies.firms(two) for one, two in flagged)
    assert companies.look_alikes(reversed(cells)) == flagged


def test_names_in_the_file_are_compared_too_and_one_firm_is_not_flagged() -> None:
    companies = Companies(aliases={"Siemens": ("Siemens Energy",)}, groups={"Globex": ("Initech",)})
    assert companies.look_alikes(["Initechh", "Siemens", "Siemens Energy", "SIEMENS AG"]) == (("Initech", "Initechh"),)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"companies\.toml: is missing"):
        Companies.read(tmp_path / "companies.toml")


def test_a_file_with_a_byte_order_mark_and_an_empty_one_are_read(tmp_path: Path) -> None:
    assert Companies.read(written(tmp_path, b"\xef\xbb\xbf" + TOML.encode())).firms("Big Blue") == {"ibm"}
    assert Companies.read(written(tmp_path, "")) == Companies()
