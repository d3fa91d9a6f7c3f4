package pages

import (
	"fmt"
	"os"
	"strings"
	"unicode/utf8"
)

// specimens are essays beside those of the model column: paiban has every mark
// at every place of a line, headed a heading at every place of a sheet, and
// jiduan the most of all in its front matter and its text.
var specimens = func() map[string]string {
	jiduan, err := os.ReadFile("testdata/jiduan.md")
	if err != nil {
		panic(err)
	}
	return map[string]string{
		manuscript(paiban):              paibanText(),
		manuscript(headed):              headedText(),
		"content/essays/2023/jiduan.md": string(jiduan),
	}
}()

const (
	paiban = "essays/2023/paiban.html"
	headed = "essays/2023/biaoti.html"
)

func manuscript(address string) string {
	return "content/" + strings.TrimSuffix(address, "html") + "md"
}

func frontMatter(title string) string {
	return fmt.Sprintf("+++\ntitle = %q\ndate = 2023-07-01\nregion = \"东甲县\"\nkind = \"县市区书记\"\n\n[[authors]]\nname = \"欧阳一\"\nposition = \"东甲县某某机械公司董事长\"\n+++\n\n", title)
}

// sentences hold every mark and mixture whose place on a line is ruled. Each is
// set behind 0 to 39 characters, so that each mark comes to stand at the edge
// of each measure.
var sentences = []string{
	"他说：“走在前、开新局，”这是《读〈条例〉有感》（第二版）里的话；对不对？对！今年增长6.5%，气温25℃。",
	"阿卜杜拉·买买提于7月28日—30日到北京—上海调研——坚持就是胜利……这‘一个’字、那“一个”词，都写在〔2022〕15号文里。",
	"引进GDP、R&D与COVID-19等English words，推动“互联网+”、建设5G基站3,120个、总投资12.8亿元，**深入推进**两化融合[要紧的字]{.dots}和阿胶的攻坚行动。",
	"把{东阿|dōng ē}阿胶和{莘县|shēn xiàn}香瓜、{茌平|chí píng}圆铃大枣的牌子擦亮；产值达到1,280.5万元，出口35个country，带动2.3万户。",
}

// filler is what stands before them.
const filler = "县域强不强关键看产业企业有所呼部门有所应难题一件一件地解一张蓝图绘到底把论文写在大地上"

const most = 39 // characters of it

// paragraphs are the sentences behind 0 to 39 characters, and once more in the
// paragraph.
func paragraphs() []string {
	var out []string
	runes := []rune(filler)
	for _, sentence := range sentences {
		for n := range most + 1 {
			out = append(out, string(runes[:n])+sentence+"从那以后，我们用三年时间补齐了水、电、路、网的短板，"+sentence+"群众的获得感，是检验工作的一把尺子。")
		}
	}
	return out
}

func paibanText() string {
	if utf8.RuneCountInString(filler) < most {
		panic("the filler is too short")
	}
	return frontMatter("排版的样张") + strings.Join(paragraphs(), "\n\n") + "\n"
}

// headingMark begins each heading of the essay headed, of which there are so
// many.
const (
	headingMark  = "小标题"
	headingCount = 40
	sentence     = "关键看产业；一张蓝图绘到底。" // ends each paragraph
)

func headedText() string {
	var b strings.Builder
	b.WriteString(frontMatter("标题的样张"))
	for n := range headingCount / 2 {
		fmt.Fprintf(&b, "## %s%d\n\n### %s%d之一\n\n", headingMark, n, headingMark, n)
		for range 1 + n%3 {
			b.WriteString(strings.Repeat("县域强不强，"+sentence, 3+n%4) + "\n\n")
		}
	}
	return b.String()
}
