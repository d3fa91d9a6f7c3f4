package proof

import (
	"luxi/internal/diag"
	"luxi/internal/i18n"
)

// bodies are departments of a Party committee: of 市 alone there is none.
var bodies = []string{"宣传部", "组织部", "统战部", "政法委", "政研室", "改革办", "网信办", "编办"}

// shortCounties are names of counties of one character, which keep their 县 before
// that of 县委: 莘县县委.
const shortCounties = "莘冠单曹夏费莒沂郓滕范滑浚濮温杞唐睢叶郏嵩献景威涉易蔚赵磁魏萧砀泾歙黟祁代应浑绛隰蒲吉乡忻户岐陇眉彬华洋勉成徽文康礼漳固邱丘雄沛丰睢盱泗灵五宿凤和含绩青泰吴贵攸酃澧郴道珙泸渠梁开忠云奉巫丹达宣珠犍荥梓"

// posts of the Party come before those of the administration.
var (
	partyPosts = []string{"县委副书记", "市委副书记", "区委副书记", "党委副书记", "党组副书记", "县委书记", "市委书记", "区委书记", "省委书记", "党委书记", "党组书记", "党工委书记", "党总支书记", "党支部书记", "省委副书记", "镇党委书记"}
	otherPosts = []string{"县长", "市长", "区长", "省长", "董事长", "总经理", "局长", "镇长", "校长", "院长", "主任"}
)

var _ = define(Rule{
	ID: "title-order", Class: Report, From: i18n.Text{ZH: "党政职务的惯例", EN: "custom of offices"},
	Cases: `
山东省省委书记 => 山东省委书记
聊城市市委宣传部 => 聊城市委宣传部
聊城市宣传部 => 聊城市委宣传部
市宣传部 => 市委宣传部
县长、县委副书记 => 县委副书记、县长
董事长、党委书记 => 党委书记、董事长
莘县县委书记
阳谷县、冠县县委
山东省省长
聊城市市长
聊城市委宣传部
中共东阿县委书记
党委书记、董事长
`,
	passage: func(p *passage, s *sink) {
		for i, c := range p.r {
			switch c {
			case '省', '市', '县', '区':
				if p.get(i+1) == c && p.get(i+2) == '委' && isHan(p.get(i-1)) && (c != '县' || !contains(shortCounties, p.get(i-1))) {
					s.mend(p, i, i+2, string(c))
				} else if n := p.hasAny(i+1, bodies); n > 0 && p.get(i+1+n) != '门' {
					s.mend(p, i, i+1+n, string(c)+"委"+string(p.r[i+1:i+1+n]))
				}
			case '、':
				a, b := p.ends(i, otherPosts), p.hasAny(i+1, partyPosts)
				if a > 0 && b > 0 && p.ends(i-a, []string{"副", "委"}) == 0 {
					s.mend(p, i-a, i+1+b, string(p.r[i+1:i+1+b])+"、"+string(p.r[i-a:i]))
				}
			}
		}
	},
}, diag.Warning, words{
	i18n.Text{ZH: "机构或职务的写法不合惯例：“{was}”", EN: "the office is not written as is the custom: “{was}”"},
	i18n.Text{ZH: "通常写“{now}”，请核对；党内职务在前，行政职务在后。", EN: "Usually it is “{now}”; posts of the Party come first."},
})
