package markdown

import (
	"bytes"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"luxi/internal/diag"
)

// essay is an essay of about n Han characters as contributors write them.
func essay(n int) string {
	var b strings.Builder
	b.WriteString("## 全面建设四个新高地，奋力打造核心区\n\n")
	parts := []string{
		"鲁西崛起，关键在产业、出路在创新。近年来，我县坚持把先进制造业作为强县之基，深入实施“链长制”，全县规模以上工业企业达到213家，2021年实现营业收入456.7亿元，同比增长18.3%。\n\n",
		"**全面建设先进制造业新高地。**深入开展制造业强县三年攻坚突破行动，培育壮大“链主”企业，推动产业链、创新链、人才链、资金链深度融合，力争到2025年高新技术产业产值占比达到60%以上。\n\n",
		"## 二、全面建设现代农业新高地\n\n",
		"　　实施*黄河流域*生态保护和高质量发展战略，做优做强阿胶、毛驴、黄河鲤鱼等特色产业；推进农村人居环境整治提升，建设宜居宜业和美乡村。详见[县政府工作报告](../2022/baogao.md)。\n\n",
		"- 一是强化责任担当，把任务落实到人；\n- 二是强化督导考核，把压力传导到位；\n- 三是强化作风建设，把实效体现在群众的获得感上。\n\n",
		"> “政贵有恒，治须有常。”我们将一张蓝图绘到底，一任接着一任干，\n> 努力让发展成果更多更公平惠及全县人民。\n\n",
	}
	for i := 0; len([]rune(b.String())) < n; i++ {
		b.WriteString(parts[i%len(parts)])
	}
	return b.String()
}

var essays = []struct {
	name  string
	runes int
}{{"600", 600}, {"1200", 1200}, {"2500", 2500}}

// BenchmarkParse is a whole file: bounds, parsing, HTML, links, headings,
// length, summary and diagnostics.
func BenchmarkParse(b *testing.B) {
	for _, e := range essays {
		f := diag.File{Path: "a.md", Text: essay(e.runes)}
		b.Run(e.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if body, list := Parse(f, 0); body.HTML == "" || len(list) > 0 {
					b.Fatal(list)
				}
			}
		})
	}
}

// BenchmarkPlainGoldmark is the peer: goldmark with GFM and footnotes, text in
// and HTML out.
func BenchmarkPlainGoldmark(b *testing.B) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))
	for _, e := range essays {
		text := []byte(essay(e.runes))
		b.Run(e.name, func(b *testing.B) {
			b.ReportAllocs()
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := md.Convert(text, &out); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
