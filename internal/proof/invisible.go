package proof

import (
	"bufio"
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"luxi/internal/diag"
	"luxi/internal/i18n"
	"luxi/internal/names"
)

var _ = define(Rule{
	ID: "control-char", Class: Safe, From: i18n.Same("Unicode Cc, Cf, Co"),
	Cases: `
东\u200b阿县 => 东阿县
东\ufeff阿\u00ad县 => 东阿县
东\u0008阿县 => 东阿县
东\u202e阿县\u202c => 东阿县
东\ue000阿 => 东阿
👨\u200d👩\u200d👧
❤\ufe0f
🏴\U000e0067\U000e007f
می\u200cخواهم
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			class := Safe
			switch {
			case c == brk || c == '\t' || c < 0x7f && c >= ' ' || c >= 0x4e00 && c <= 0x9fff:
				continue
			case unicode.Is(unicode.Co, c):
				class = Report // it may stand for a character that somebody's font has
			case c == '\u2028' || c == '\u2029':
			case unicode.Is(unicode.Cc, c) || unicode.Is(unicode.Cf, c):
				if joinsOthers(c, p.get(i-1), p.get(i+1)) {
					continue
				}
			default:
				continue
			}
			s.mendAs(class, p, i, i+1, "", diag.Arg("code", fmt.Sprintf("U+%04X", c)))
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "有看不见的或无法显示的字符 {code}", EN: "there is an invisible or private character {code}"},
	i18n.Text{ZH: "删去；原稿这里若有生僻字，请重新输入。", EN: "Delete it; if the manuscript has a rare character here, type it anew."},
})

// joinsOthers reports an invisible character that does its work: it joins emoji,
// or letters of a script that needs it.
func joinsOthers(c, before, after rune) bool {
	if c >= 0xe0020 && c <= 0xe007f {
		return before >= 0x1f000 // flags
	}
	plain := func(r rune) bool { return r < 0x250 || isHan(r) || isMark(r) || r >= 0x2000 && r <= 0x206f }
	switch c {
	case 0x200c, 0x200d, 0x200e, 0x200f, 0x61c:
		return !plain(before) && before != edge && !plain(after) && after != edge
	}
	return unicode.Is(unicode.Prepended_Concatenation_Mark, c)
}

//go:embed data/radicals.txt
var radicalList string

//go:embed data/variants.txt
var variantList string

// forms reads lines of a character and those that stand for it.
func forms(list string) map[rune]rune {
	out := make(map[rune]rune, 4096)
	lines := bufio.NewScanner(strings.NewReader(list))
	for lines.Scan() {
		line := []rune(lines.Text())
		for _, r := range line[1:] {
			out[r] = line[0]
		}
	}
	return out
}

var (
	radicals = sync.OnceValue(func() map[rune]rune { return forms(radicalList) })
	variants = sync.OnceValue(func() map[rune]rune { return forms(variantList) })
)

var _ = define(Rule{
	ID: "compat-form", Class: Safe, From: i18n.Text{ZH: "Unicode 部首和兼容字符", EN: "Unicode radicals and compatibility characters"},
	Cases: `
⽼百姓 => 老百姓
⻓江 => 长江
\uf98a量 => 力量
20℃
㎡
老百姓
`,
	passage: func(p *passage, s *sink) {
		for _, i := range p.signs {
			c := p.r[i]
			switch {
			case c >= 0x2e80 && c <= 0x2fdf:
				if now, ok := radicals()[c]; ok {
					s.mend(p, i, i+1, string(now))
				}
			case c >= 0xf900 && c <= 0xfaff || c >= 0x2f800 && c <= 0x2fa1f:
				if now := norm.NFC.String(string(c)); now != string(c) {
					s.mend(p, i, i+1, now)
				}
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "“{was}”是部首或兼容字符，不是汉字，搜索不到", EN: "“{was}” is a radical or a compatibility character, which no search finds"},
	i18n.Text{ZH: "换成“{now}”。", EN: "Write “{now}”."},
})

// standard is names.Standard for nearly all characters of a text, as bits.
var standard = sync.OnceValue(func() *[0x10000 / 64]uint64 {
	var bits [0x10000 / 64]uint64
	for r := rune(0x3400); r < 0x10000; r++ {
		if names.Standard(r) {
			bits[r/64] |= 1 << (r % 64)
		}
	}
	return &bits
})

func isStandard(r rune) bool {
	if r < 0x10000 {
		return standard()[r/64]>>(r%64)&1 == 1
	}
	return names.Standard(r)
}

var _ = define(Rule{
	ID: "variant", Class: Report, From: i18n.Text{ZH: "《通用规范汉字表》", EN: "Table of General Standard Chinese Characters"},
	Cases: `
發展经济 => 发展经济
加強領導 => 加强领导
攀登高峯 => 攀登高峰
乾隆年间
朱镕基
李喆和王堃
阿胶养生〇五
`,
	passage: func(p *passage, s *sink) {
		for i := 0; i < len(p.r); i++ {
			j := p.skip(i, func(r rune) bool {
				return isHan(r) && r < 0xf900 && r != '〇' && r != '々' && !isStandard(r) || r > 0x2ffff && isHan(r)
			})
			if j == i {
				continue
			}
			now := string(p.r[i:j])
			now = strings.Map(func(r rune) rune {
				if today, ok := variants()[r]; ok {
					return today
				}
				return r
			}, now)
			if now == string(p.r[i:j]) {
				s.note(p, i, j, diag.Arg("advice", i18n.Text{ZH: "核对是不是错字；人名、地名里的可以留", EN: "check it, unless it is in a name"}))
			} else {
				s.mend(p, i, j, now, diag.Arg("advice", i18n.Text{ZH: "写成“" + now + "”；人名、古籍里的可以留", EN: "write “" + now + "”, unless it is in a name or an old text"}))
			}
			i = j
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "“{was}”不在规范汉字表里，是繁体字、异体字或错字", EN: "“{was}” is no standard character: a traditional or variant form, or a slip"},
	i18n.Text{ZH: "请{advice}。", EN: "Please {advice}."},
})
