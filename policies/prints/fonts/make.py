"""Cuts Noto Sans CJK SC down to what Chinese papers need.

    pip install fonttools==4.68.0
    python make.py NotoSansCJK-Regular.ttc NotoSansCJKsc-Regular.otf

In: the collection of version 2.004 as Debian's fonts-noto-cjk and the Noto project publish it (OFL 1.1).
Out: every ideograph of the Chinese font up to U+9FFF and beyond the first plane (all of GB 2312, of the table of
8105 general standard characters and of U+4E00 to U+9FA5 are among them), Latin, digits, punctuation, symbols.
Layout tables and hints are left out: papers are set horizontally and printed.
"""

import sys

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTCollection, TTFont

KEPT = [
    (0x20, 0x7E), (0xA0, 0x5FF), (0x2000, 0x2DFF), (0x2E80, 0x312F), (0x31A0, 0x9FFF),
    (0xF900, 0xFAFF), (0xFE10, 0xFE6F), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
]
TICKED_BOX, BOX, TICK = 0x2611, 0x25A1, 0x2713
SPARE = 0xAC00  # a glyph nobody asks for here gives its place to the ticked box


def chinese(path):
    fonts = TTCollection(path, lazy=True).fonts
    at = next(i for i, font in enumerate(fonts) if font["name"].getDebugName(6) == "NotoSansCJKsc-Regular")
    return TTFont(path, fontNumber=at)


def cut(font):
    have = font.getBestCmap()
    wanted = {code for code in have if any(low <= code <= high for low, high in KEPT)} | {SPARE}
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ["*"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "DSIG"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)


def draw_ticked_box(font):
    """The font has a box and a tick, and no ticked box (☑), which Chinese forms use."""
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    spare, box, tick = names[SPARE], names[BOX], names[TICK]
    top = font["CFF "].cff.topDictIndex[0]
    place = top.CharStrings.charStrings[spare]
    private = top.FDArray[top.FDSelect[place]].Private
    width = font["hmtx"][box][0]
    pen = T2CharStringPen(None if width == private.defaultWidthX else width - private.nominalWidthX, glyphs)
    glyphs[box].draw(pen)
    glyphs[tick].draw(TransformPen(pen, (0.8, 0, 0, 0.8, 0.1 * width, 76)))
    top.CharStrings[spare] = pen.getCharString(private=private, globalSubrs=top.GlobalSubrs)
    font["hmtx"][spare] = font["hmtx"][box]
    for table in font["cmap"].tables:
        if table.cmap.pop(SPARE, None):
            table.cmap[TICKED_BOX] = spare


def main(source, target):
    font = chinese(source)
    cut(font)
    draw_ticked_box(font)
    font.recalcTimestamp = False
    font.save(target)


main(*sys.argv[1:])
