"""Fetch what the site serves of others' work, and cut the fonts to what the book writes with.

    python tools/vendor.py

Temml, which sets the formulas, and Font Awesome, whose icons the theme shows, come through npm; TeX
Gyre Pagella Math, the font of the formulas, through apt (Debian's fonts-texgyre-math). All go to
`publish/vendor/`, each with its license; versions stand here and nowhere else. Run it after
changing one, and commit what it wrote. It wants npm, apt-get, dpkg-deb and the package brotli,
which nothing else of the book needs.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font
from fontTools.ttLib import TTFont

TEMML = "0.13.5"
AWESOME = "6.5.2"  # the version in the theme's stylesheet
PAGELLA = "20180621-6"  # Debian's version of the package; the font says 1.632
VENDOR = Path(__file__).resolve().parent.parent / "publish" / "vendor"

# What formulas are made of: letters, and of the signs those that some formula has; every one costs
# its larger sizes too, and a phone waits for them. A test holds the formulas of the book to it.
SIGNS = "\u00a0±×‖…′‾ℎℓℝ←→↦∂∈∑−∗√∝∞∫∼≈≤≥⊙⊤⋅⋯⏟⟨⟩⟹⟺𝐋𝒩𝖳𝟏𝟐"
RANGES = (
    (" ", "~"),
    ("Α", "ϵ"),
    ("𝐴", "𝑧"),  # italic; its h is older, ℎ
    ("𝚤", "𝚥"),  # i and j without a dot
    ("𝛼", "𝜛"),  # Greek italic
)
FORMULAS = set(SIGNS).union(*(map(chr, range(ord(a), ord(z) + 1)) for a, z in RANGES))

# The icons of the theme's buttons and boxes. A test holds the book's stylesheet to it.
ICONS = set(
    "\uf002\uf00d\uf010\uf019\uf03a\uf042\uf057\uf058\uf05a\uf062\uf064\uf065\uf06a\uf071\uf09b"
    "\uf0c9\uf0eb\uf0f3\uf104\uf105\uf107\uf135\uf15b\uf185\uf186\uf1c1\uf296\uf303\uf35d"
)


def run(*command, cwd):
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def npm(work: Path, name: str, version: str) -> Path:
    """The folder of a package of npm."""
    run("npm", "install", "--no-save", "--prefix", work, f"{name}@{version}", cwd=work)
    return work / "node_modules" / name


def temml(work: Path) -> None:
    """The program, its stylesheet, its font of primes and script letters, and its license."""
    package, target = npm(work, "temml", TEMML), VENDOR / "temml"
    target.mkdir(parents=True, exist_ok=True)
    for name in ("temml.min.js", "Temml-Local.css", "Temml.woff2"):
        shutil.copyfile(package / "dist" / name, target / name)
    shutil.copyfile(package / "LICENSE", target / "LICENSE")


def subset(source: Path, target: Path, characters: set[str], family: str) -> TTFont:
    """Cut a font to these characters, and name it anew, as its license asks for."""
    options = Options(flavor="woff2", layout_features=[], hinting=False, desubroutinize=True)
    options.name_IDs = ["*"]
    options.drop_tables += ["FFTM"]  # when its author saved it
    font = load_font(source, options)
    cutter = Subsetter(options)
    cutter.populate(text="".join(sorted(characters)))
    cutter.subset(font)
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6, 16):
            font["name"].setName(
                family, record.nameID, record.platformID, record.platEncID, record.langID
            )
    if "MATH" in font:
        # Else a displayed integral is as small as its next size allows.
        font["MATH"].table.MathConstants.DisplayOperatorMinHeight = 2000
    target.parent.mkdir(parents=True, exist_ok=True)
    font.flavor = "woff2"
    font.save(target)
    return font


def awesome(work: Path) -> None:
    package = npm(work, "@fortawesome/fontawesome-free", AWESOME)
    target = VENDOR / "awesome"
    subset(package / "webfonts" / "fa-solid-900.ttf", target / "icons.woff2", ICONS, "Book Icons")
    shutil.copyfile(package / "LICENSE.txt", target / "LICENSE.txt")


def pagella(work: Path) -> None:
    run("apt-get", "download", f"fonts-texgyre-math={PAGELLA}", cwd=work)
    (package,) = work.glob("*.deb")
    run("dpkg-deb", "-x", package, work, cwd=work)
    share, target = work / "usr" / "share" / "texmf", VENDOR / "pagella"
    (source,) = share.rglob("texgyrepagella-math.otf")
    subset(source, target / "formulas.woff2", FORMULAS, "Book Formulas")
    (terms,) = share.rglob("tex-gyre-math/GUST-FONT-LICENSE.txt")
    shutil.copyfile(terms, target / "GUST-FONT-LICENSE.txt")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        work.chmod(0o755)  # apt downloads as a user of its own
        temml(work)
        awesome(work)
        pagella(work)


if __name__ == "__main__":
    main()
