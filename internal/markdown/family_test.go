package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"

	"luxi/internal/diag"
)

// sentences are the families of emphasis in Chinese text: what an editor types
// and what stands in the paragraph.
func sentences() [][2]string {
	var all [][2]string
	add := func(in, want string) { all = append(all, [2]string{in, want}) }

	// A closing mark inside, Han outside: every mark that can end a passage.
	for _, mark := range strings.Split("。 ， 、 ； ： ？ ！ ’ ” ） 》 〉 」 』 】 〕 ］ ｝ … …… — —— · ％ ～ ＂ ＇ ． . , ! ? ; : ) ] % \"", " ") {
		esc := escaped(mark)
		add("**全面建设新高地"+mark+"**深入开展行动", "<strong>全面建设新高地"+esc+"</strong>深入开展行动")
		add("推进**全面建设新高地"+mark+"**深入", "推进<strong>全面建设新高地"+esc+"</strong>深入")
		add("推进*新高地"+mark+"*深入", "推进<em>新高地"+esc+"</em>深入")
	}
	// A pair of marks inside: a digit, Latin or Han behind. Half-width marks
	// before a digit are Latin on both sides, where CommonMark's rule holds.
	for _, p := range strings.Fields("“” ‘’ （） 《》 【】 〈〉 「」 『』 〔〕 ［］ ＜＞ () [] \"\"") {
		open, end := string([]rune(p)[:1]), string([]rune(p)[1:])
		shown := escaped(open + "链主" + end)
		for _, behind := range []string{"家", "，", "。", "3家", "GDP"} {
			if end[0] >= 0x80 || behind[0] >= 0x80 {
				add("到2025年底*A*级**"+open+"链主"+end+"**"+behind, "到2025年底<em>A</em>级<strong>"+shown+"</strong>"+behind)
			}
		}
		add(open+"**走在前、开新局**"+end, escaped(open)+"<strong>走在前、开新局</strong>"+escaped(end))
	}
	// Newspaper sentences.
	add("**《聊城市城市管理条例》**自8月1日起施行", "<strong>《聊城市城市管理条例》</strong>自8月1日起施行")
	add("**一是强化担当。****二是狠抓落实。**三是转变作风。", "<strong>一是强化担当。</strong><strong>二是狠抓落实。</strong>三是转变作风。")
	add("**一。****二。****三。**四", "<strong>一。</strong><strong>二。</strong><strong>三。</strong>四")
	add("**甲****乙**", "<strong>甲</strong><strong>乙</strong>")
	add("**“甲”****（乙）**丙", "<strong>“甲”</strong><strong>（乙）</strong>丙")
	add("甲****乙", "甲****乙")
	add("**（王立志 聊城市东元资产经营有限公司党委书记、董事长）**", "<strong>（王立志 聊城市东元资产经营有限公司党委书记、董事长）</strong>")
	add("习近平总书记指出，**“江山就是人民，人民就是江山”**。", "习近平总书记指出，<strong>“江山就是人民，人民就是江山”</strong>。")
	add("**7月28日—30日**，**GDP增长6.5%。**", "<strong>7月28日—30日</strong>，<strong>GDP增长6.5%。</strong>")
	add("**——写在前面**", "<strong>——写在前面</strong>")
	add("正文**——写在前面——**正文", "正文<strong>——写在前面——</strong>正文")
	// Nested, triple, underscores.
	add("***新高地。***深入", "<em><strong>新高地。</strong></em>深入")
	add("**新*高地*。**深入", "<strong>新<em>高地</em>。</strong>深入")
	add("**“*链主*”**企业", "<strong>“<em>链主</em>”</strong>企业")
	add("*新**高地。**深入*", "<em>新<strong>高地。</strong>深入</em>")
	add("**见[《条例》](http://a.cn)。**施行", `<strong>见<a href="http://a.cn">《条例》</a>。</strong>施行`)
	add("**`code`。**后", "<strong><code>code</code>。</strong>后")
	add("~~删除。~~后~~“旧”~~3家", "<del>删除。</del>后<del>“旧”</del>3家")
	add("变量_名称_如此", "变量_名称_如此")
	add("，_名称_。", "，<em>名称</em>。")
	add("__重点：__内容", "__重点：__内容")
	add("snake_case_名", "snake_case_名")
	// Beyond the basic plane, and variation selectors.
	add("**𠮷野家。**𠮷", "<strong>𠮷野家。</strong>𠮷")
	add("𠮷**(注)**𠮷", "𠮷<strong>(注)</strong>𠮷")
	add("**葛\U000E0100。**葛", "<strong>葛\U000E0100。</strong>葛")
	add("葛\U000E0100**(注)**", "葛\U000E0100<strong>(注)</strong>")
	add("“\ufe01**(注)**”\ufe01", "“\ufe01<strong>(注)</strong>”\ufe01")
	add("**㐀。**䶿", "<strong>㐀。</strong>䶿")
	// What stays as it was typed.
	add("5*3*2", "5*3*2")
	add("2 * 3 * 4", "2 * 3 * 4")
	add("** 新高地**", "** 新高地**")
	add("**　新高地　**", "**　新高地　**")
	add(`\*\*新高地。\*\*`, "**新高地。**")
	add("注*：见下", "注*：见下")
	return all
}

func escaped(s string) string { return strings.ReplaceAll(s, `"`, "&quot;") }

func TestEmphasisFamilies(t *testing.T) {
	all := sentences()
	if len(all) < 125 {
		t.Errorf("only %d sentences", len(all))
	}
	for _, s := range all {
		if got, want := writtenOut(s[0], false), "<p>"+s[1]+"</p>\n"; got != want {
			t.Errorf("%s\n got %swant %s", s[0], got, want)
		}
		checkLaws(t, s[0])
	}
}

// TestCopyIsSource builds paragraphs of prose and markup, and expects that the
// text of the page is the prose: what a reader copies has no character more,
// and none less.
func TestCopyIsSource(t *testing.T) {
	prose := strings.Split("全 面 建 设 新 高 地 ， 。 “ ” （ ） —— — …… · 《 》 ： GDP 6.5% 2022 a-b 阿卜杜拉·买买提 　", " ")
	marks := [][2]string{{"**", "**"}, {"*", "*"}, {"~~", "~~"}, {"[", "]{.dots}"}, {"[", "](a.md)"}, {"`", "`"}}
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 2022))
		var source, want strings.Builder
		words := func(n int) {
			for range n {
				w := prose[rnd.IntN(len(prose))]
				source.WriteString(w)
				want.WriteString(w)
			}
		}
		for range 1 + rnd.IntN(8) {
			source.WriteString("文")
			want.WriteString("文")
			words(rnd.IntN(12))
			source.WriteString("字")
			want.WriteString("字")
			if m := marks[rnd.IntN(len(marks))]; rnd.IntN(2) == 0 {
				source.WriteString(m[0] + "中")
				want.WriteString("中")
				words(rnd.IntN(6))
				source.WriteString("文" + m[1])
				want.WriteString("文")
			}
			if rnd.IntN(3) == 0 {
				source.WriteString("\n")
			}
		}
		body, _ := parse(diag.File{Path: "a.md", Text: source.String()}, 0, true)
		_, got := readPage(t, body.HTML)
		if got = strings.TrimSuffix(got, "\n"); got != want.String() {
			t.Errorf("seed %d: %q\n got %s\nwant %s", seed, source.String(), got, want.String())
		}
	}
}
