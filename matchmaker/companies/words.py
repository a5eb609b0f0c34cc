"""The word lists behind ``names.py``: what counts in a company's name, and what does not.

Everything is written folded (small, without accents) or folds to it; lists of phrases are split at ``;``.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split(";"))


# Letters that Unicode does not take apart, and the signs that keep a meaning; other punctuation is a space.
LETTERS = {
    **dict(zip("øđłæœðþıħŧ", ["o", "d", "l", "ae", "oe", "d", "th", "i", "h", "t"], strict=True)),
    **dict.fromkeys("'’‘`´", ""),
    **dict.fromkeys("&+", " & "),
    **dict.fromkeys(".。", "."),
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
}
# "and" in other languages: only between words of three letters and more, as they may be initials or names.
CONNECTING = _words("und et y e i og och en и")
PREPOSITIONS = _words("of de du da do di del della for für fur pour para in von van the")

# Legal forms. cleanco's terms that are everyday words, national codes or other businesses:
FORMS_NOT = _words("private ent et sem sep vat dat ok da teo pp uk")
# Forms that cleanco lacks, or knows only in parts:
FORMS_MORE = _phrases(
    "se;ug;ug haftungsbeschränkt;e.k.;partg mbb;p.j.s.c.;o.j.s.c.;c.j.s.c.;j.s.c.;pao;pvt;pvt ltd;private limited;"
    "pty limited;proprietary limited;pte limited;berhad;sdn berhad;tbk;s.a. de c.v.;s.a.b. de c.v.;s.a.p.i. de c.v.;"
    "s. de r.l. de c.v.;s.a.s. de c.v.;s.a.b.;cie;et cie;& cie;cia;y cia;e cia;und co;et co;limitada;sociedad anonima;"
    "sociedad limitada;société anonyme;società per azioni;aktiengesellschaft;gesellschaft mit beschränkter haftung;"
    "besloten vennootschap;naamloze vennootschap;aktiebolag;aktieselskab;anpartsselskab;aksjeselskap;osakeyhtiö;"
    "public limited company;limited liability company;limited liability partnership;anonim şirketi;limited şirketi;"
    "ltd şti;şti;sp. z o.o.;z o.o.;spółka akcyjna;kabushiki kaisha;godo kaisha;fze;fzco;fzc;fz llc;w.l.l.;b.s.c.;"
    'ао;зао;нао;тоо;тов;ат;ад;еад;оод;еоод;а.е.;α.ε.;ε.π.ε.;ι.κ.ε.;בע"מ;ש.מ.;ش.م.م;ذ.م.م'
)
# Forms written without a space beside the name. 股份 and 责任 only together with 有限公司, 公司 last of all.
FORMS_GLUED = _words(
    "株式会社 有限会社 合同会社 股份有限公司 有限责任公司 有限責任公司 有限公司 公司 集团 集團 주식회사 유한회사"
)
# Forms written in front, always dropped there; and those that are also names or initials (AG, SE, AS, SC are not
# here: AG Barr, SE Ranking, AS Watson, SC Johnson), dropped if a telling word follows: not SAS Institute.
LEADING = _phrases("pt;ooo;ооо;оао;пао;зао;ао;нао;ип;тоо;тов;ат;uab;công ty;công ty tnhh;công ty cổ phần")
LEADING_OR_NAME = _words("llc jsc pjsc ojsc cjsc oao pao zao sa sas sasu sarl eurl ab cv sia")

GROUPS = _phrases("group;groupe;gruppe;grupo;gruppo;groep;grupp;group of companies;holding;holdings;com")
GROUPS_FIRST = _words("groupe grupo gruppo gruppe")
REGIONS = _phrases(
    "uk;gb;united kingdom;great britain;us;usa;united states;united states of america;america;canada;mexico;méxico;"
    "eu;europe;europa;emea;apac;asia;asia pacific;asien;north america;south america;latin america;latam;americas;"
    "africa;middle east;mena;dach;nordic;nordics;benelux;ireland;germany;deutschland;allemagne;austria;österreich;"
    "switzerland;schweiz;suisse;svizzera;france;frankreich;francia;italy;italia;italien;spain;españa;spanien;portugal;"
    "netherlands;nederland;belgium;belgië;belgique;luxembourg;denmark;danmark;sweden;sverige;norway;norge;finland;suomi;"
    "poland;polska;czechia;czech republic;slovakia;hungary;romania;bulgaria;greece;hellas;croatia;serbia;slovenia;"
    "estonia;latvia;lithuania;ukraine;russia;turkey;türkiye;israel;egypt;uae;qatar;kuwait;saudi arabia;ksa;"
    "south africa;nigeria;kenya;ghana;morocco;india;pakistan;bangladesh;sri lanka;china;hong kong;taiwan;japan;korea;"
    "south korea;singapore;malaysia;indonesia;thailand;vietnam;philippines;australia;new zealand;nz;brazil;"
    "brasil;argentina;chile;colombia;peru"
)
# Words that name no firm by themselves: before a region or group word, or after a doubtful form, they keep it.
COMMON = _words(
    "air airlines airways bank banco banque banca credit crédit crédito capital finance financial insurance life "
    "telecom telekom telkom tele post poste radio tv news media gas gaz oil steel coal power energy energie water "
    "rail railway railways motor motors transport foods food sport sports cricket football rugby tennis visit invest "
    "business tourism team save teach care health public national royal central federal state reserve general first "
    "north south east west new united one american british indian standard institute institut university "
    "universität ministry partners partner ranking systems solutions services service consulting international global "
    "engineering labs lab technologies technology software digital design studio studios research management "
    "society society's red cross green blue the a of de du da do natural historic sugar agri"
)

# No company at all; compared without legal forms being dropped, so that "Independent Ltd" stays a firm.
NO_COMPANY = _phrases(
    "n/a;na;nan;nil;null;none;none yet;none at the moment;nothing;no;no company;no employer;not applicable;tbd;unknown;"
    "freelance;freelancer;freelancing;self;self-employed;self employment;independent;independent contractor;contractor;"
    "consultant;sole trader;sole proprietor;own business;own company;my own business;my own company;unemployed;"
    "not employed;not working;currently unemployed;currently not working;jobless;job seeker;jobseeker;job hunting;"
    "looking for work;looking for a job;seeking work;between jobs;in between jobs;between roles;career break;student;"
    "full-time student;graduate student;phd student;retired;retiree;pensioner;homemaker;housewife;stay-at-home parent;"
    "selbständig;selbstständig;selbständige;selbstständige;selbständiger;selbstständiger;freiberuflich;freiberufler;"
    "freiberuflerin;freelancerin;freischaffend;arbeitslos;arbeitssuchend;arbeitsuchend;auf jobsuche;studentin;"
    "studierend;studierende;studierender;schüler;schülerin;rentner;rentnerin;in rente;pensioniert;im ruhestand;keine;"
    "keiner;kein;keine firma;kein arbeitgeber;ohne;entfällt;nicht zutreffend;k.a.;keine angabe;hausfrau;hausmann;"
    "indépendant;indépendante;travailleur indépendant;auto-entrepreneur;auto-entrepreneuse;autoentrepreneur;"
    "à mon compte;étudiant;étudiante;retraité;retraitée;à la retraite;sans emploi;au chômage;chômeur;chômeuse;"
    "demandeur d'emploi;demandeuse d'emploi;en recherche d'emploi;aucun;aucune;néant;sans;sans objet;non applicable;"
    "autónomo;autónoma;por cuenta propia;trabajador por cuenta propia;estudiante;jubilado;jubilada;ninguno;ninguna;"
    "nada;desempleado;desempleada;en paro;en el paro;sin empleo;sin empresa;no aplica;cesante;independiente;"
    "autônomo;autônoma;conta própria;por conta própria;trabalhador independente;estudante;aposentado;aposentada;"
    "reformado;reformada;desempregado;desempregada;nenhum;nenhuma;sem emprego;sem empresa;não aplicável;não se aplica;"
    "libero professionista;libera professionista;lavoratore autonomo;lavoratrice autonoma;autonomo;autonoma;"
    "in proprio;studente;studentessa;pensionato;pensionata;in pensione;disoccupato;disoccupata;inoccupato;inoccupata;"
    "senza lavoro;in cerca di lavoro;nessuno;nessuna;niente;non applicabile;partita iva"
)
ROLES = _words(
    "consultant designer developer engineer writer journalist photographer translator trainer coach artist editor "
    "berater beraterin designerin entwickler consultante desarrollador desarrolladora at the moment"
)
