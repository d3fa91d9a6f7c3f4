package decode

import (
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"luxi/internal/civil"
	"luxi/internal/i18n"
)

func mustMoment(s string) civil.Moment {
	m, ok := civil.ParseMoment(s)
	if !ok {
		panic(s)
	}
	return m
}

var allTypes = front{
	Title: "全面建设“四个新高地”　Ａ", Subtitle: "甲\n乙\t丙", Date: civil.Date{Year: 2022, Month: 8, Day: 1}, Call: "2022",
	Received: mustMoment("2022-07-25T16:30:00+08:00"), Draft: true, Weight: -3, Ratio: 2,
	Tags:    []string{"东阿", "黄河"},
	common:  common{Grace: 36 * time.Hour, Dates: []civil.Date{{Year: 2022, Month: 8, Day: 1}, {Year: 2022, Month: 9, Day: 2}}},
	Authors: []author{{Name: "郝学兰", Position: "中共东阿县委书记"}, {Name: "张三"}},
	Mail:    &mail{Address: "a@b.cn", Port: 25},
	Params: map[string]any{
		"text": "x", "yes": true, "n": int64(7), "x": 1.5, "day": civil.Date{Year: 2022, Month: 8, Day: 1},
		"at": mustMoment("2022-08-01T06:00:00"), "list": []any{int64(1), "a"}, "in": map[string]any{"a": int64(1)},
	},
}

func TestInto(t *testing.T) {
	for name, content := range map[string]string{
		"toml": `+++
title = "全面建设“四个新高地”　Ａ"
subtitle = "甲\n乙\t丙"
date = 2022-08-01
call = "2022"
received = 2022-07-25T16:30:00+08:00
draft = true
weight = -3
ratio = 2
tags = ["东阿", "黄河"]
grace = "1天12小时"
dates = ["2022-08-01", 2022-09-02]
[[authors]]
name = "郝学兰"
position = "中共东阿县委书记"
[[authors]]
name = "张三"
[mail]
address = "a@b.cn"
port = 25
[params]
text = "x"
yes = true
n = 7
x = 1.5
day = 2022-08-01
at = 2022-08-01 06:00:00
list = [1, "a"]
in.a = 1
+++
`,
		"inline": `
title = "全面建设“四个新高地”　Ａ"
subtitle = """
甲
乙	丙"""
date = "2022-08-01"
call = '2022'
received = "2022-07-25 16:30+08:00"
draft = true
weight = -3
ratio = 2.0
tags = ["东阿", "黄河"]
grace = "36h"
dates = [2022-08-01, 2022-09-02]
authors = [{ name = "郝学兰", position = "中共东阿县委书记" }, { name = "张三" }]
mail = { address = "a@b.cn", port = 25 }
params = { text = "x", yes = true, n = 7, x = 1.5, day = 2022-08-01, at = 2022-08-01T06:00, list = [1, "a"], in = { a = 1 } }
`,
		"yaml": `---
title: 全面建设“四个新高地”　Ａ
subtitle: "甲\n乙\t丙"
date: 2022-08-01
call: 2022
received: 2022-07-25 16:30:00 +08:00
draft: true
weight: -3
ratio: 2
tags:
- 东阿
- 黄河
grace: 36小时
dates: ['2022-08-01', 2022-09-02]
authors:
  - name: 郝学兰
    position: 中共东阿县委书记
  - {name: 张三}
mail:
  address: a@b.cn
  port: 25
region:
params:
  text: x
  yes: true
  n: 7
  x: 1.5
  day: 2022-08-01
  at: 2022-08-01 06:00
  list: [1, a]
  in: {a: 1}
  none: ~
---
`,
	} {
		t.Run(name, func(t *testing.T) {
			var got front
			if list := textOfFile("a.md", content).Into(&got); len(list) > 0 {
				t.Fatal(printed(list, i18n.English))
			}
			if d := cmp.Diff(allTypes, got, cmp.AllowUnexported(front{})); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

// What YAML would guess wrong stays as it was written.
func TestYAMLTextStaysAsWritten(t *testing.T) {
	for _, text := range []string{
		"012", "no", "yes", "on", "1.10", "1_000", "0x1F", "2022-08-01", "1:30", "true", "12e3", ".5", "+1", "Yes",
		"“全面”", "a#b", "１２", "ﬁ", "é",
	} {
		got := front{}
		list := wholeText("title: "+text+"\ndate: 2022-08-01\nparams: {v: "+text+"}\n", YAML).Into(&got)
		if got.Title != text || len(list) > 0 {
			t.Errorf("title: %s is read as %q\n%s", text, got.Title, printed(list, i18n.English))
		}
		if v := got.Params["v"]; fmt.Sprint(v) != text && text != ".5" {
			t.Errorf("the parameter %s is read as %v (%T)", text, v, v)
		}
	}
}

// The machine's zone must not show: the same text is read in far zones, in
// processes of their own because the parser notes the zone when it starts.
func TestMachineZone(t *testing.T) {
	const content = "title = \"x\"\ndate = 2022-08-01\nreceived = 2022-08-01T00:30:00\n[params]\na = 2022-01-01T23:59:59Z\nb = 2022-07-25T16:30:00+08:00\n"
	var got front
	wholeText(content, TOML).Into(&got)
	line := fmt.Sprint("read: ", got.Date, " ", got.Received, " ", got.Params["a"], " ", got.Params["b"])
	const want = "read: 2022-08-01 2022-08-01T00:30:00 2022-01-01T23:59:59Z 2022-07-25T16:30:00+08:00"
	if line != want {
		t.Errorf("in %s: %s, want %s", os.Getenv("TZ"), line, want)
	}
	if os.Getenv("DECODE_ZONE") != "" {
		return
	}
	for _, zone := range []string{"Pacific/Kiritimati", "America/Los_Angeles", "Asia/Shanghai", "Asia/Kathmandu"} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestMachineZone$")
		cmd.Env = append(os.Environ(), "TZ="+zone, "DECODE_ZONE=1", "GORACE=atexit_sleep_ms=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}

func TestDurations(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"48h": 48 * time.Hour, "90m": 90 * time.Minute, "2d": 48 * time.Hour, "2天": 48 * time.Hour,
		"36小时": 36 * time.Hour, "1天12小时": 36 * time.Hour, "1d 12h": 36 * time.Hour, "30分钟": 30 * time.Minute,
		"30分": 30 * time.Minute, "10秒": 10 * time.Second, " 2 天 ": 48 * time.Hour, "0h": 0,
	} {
		if got, ok := parseDuration(s); !ok || got != want {
			t.Errorf("%q is %v %v, want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"", " ", "48", "h", "-2h", "1.5h", "2周", "二天", "999999999d", "106751d106751d", "2h x", "1234567890s"} {
		if got, ok := parseDuration(s); ok {
			t.Errorf("%q is read as %v", s, got)
		}
	}
}

func TestMistakesOfTheProgramPanic(t *testing.T) {
	for name, v := range map[string]any{
		"no pointer": front{},
		"no struct":  new(string),
		"nil":        (*front)(nil),
		"unsigned": &struct {
			A uint `toml:"a"`
		}{},
		"float32": &struct {
			A float32 `toml:"a"`
		}{},
		"time": &struct {
			A chan int `toml:"a"`
		}{},
		"map of texts": &struct {
			A map[string]string `toml:"a"`
		}{},
		"pointer to list": &struct {
			A *[]string `toml:"a"`
		}{},
		"pointer to pointer": &struct {
			A **int `toml:"a"`
		}{},
		"list of any": &struct {
			A []any `toml:"a"`
		}{},
		"option": &struct {
			A string `toml:"a,omitempty"`
		}{},
		"no name": &struct {
			A string `toml:",required"`
		}{},
		"inside": &struct {
			A []struct {
				B []*struct {
					C any `toml:"c"`
				} `toml:"b"`
			} `toml:"a"`
		}{},
		"key twice": &struct {
			A string `toml:"a"`
			B string `toml:"a"`
		}{},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if said, _ := recover().(string); !strings.HasPrefix(said, "decode: ") {
					t.Errorf("%s is accepted, or not by our own words: %s", reflect.TypeOf(v), said)
				}
			}()
			wholeText("", TOML).Into(v)
		})
	}
}

type menu struct {
	Name  string `toml:"name,required"`
	Items []menu `toml:"items"`
}

func TestStructsOfManyKinds(t *testing.T) {
	type kind string
	var got struct {
		Kind  kind    `toml:"kind"`
		Kinds []kind  `toml:"kinds"`
		Ptr   *bool   `toml:"ptr"`
		None  *bool   `toml:"none"`
		Menu  menu    `toml:"menu"`
		Menus []*menu `toml:"menus"`
		lower string  `toml:"lower"` //nolint // ignored: it is not exported
		Minus string  `toml:"-"`
	}
	list := wholeText("kind = 'a'\nkinds = ['b']\nptr = false\nmenu = {name = '1', items = [{name = '2'}]}\n[[menus]]\nname = '3'\n", TOML).Into(&got)
	if len(list) > 0 {
		t.Fatal(printed(list, i18n.English))
	}
	if got.Kind != "a" || got.Kinds[0] != "b" || got.Ptr == nil || *got.Ptr || got.None != nil ||
		got.Menu.Items[0].Name != "2" || got.Menus[0].Name != "3" || got.lower != "" {
		t.Errorf("got %+v", got)
	}
	list = wholeText("lower = 'x'\nMinus = 'y'", TOML).Into(&got)
	if s := printed(list, i18n.English); strings.Count(s, "[unknown-key]") != 2 || !strings.Contains(s, "[missing-key]") {
		t.Errorf("keys of ignored fields, or the required one of an absent table, are not told:\n%s", s)
	}
}

// The longest text that is read, made to hurt, is answered soon.
func TestHostileTexts(t *testing.T) {
	fill := func(head, body, tail string) string {
		return head + strings.Repeat(body, (maxBytes-len(head)-len(tail))/len(body)) + tail
	}
	many := func(format string) string {
		var b strings.Builder
		for i := 0; b.Len() < maxBytes-40; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	texts := map[string]string{
		"arrays":          fill("a=", "[", ""),
		"tables":          fill("a=", "{a=", ""),
		"tables in lists": fill("a=", "[{a=", ""),
		"dotted":          fill("a", ".a", "=1"),
		"dotted header":   fill("[a", ".a", "]"),
		"headers":         fill("", "[a.a.a.a]\n", ""),
		"lists of tables": fill("", "[[a]]\n", ""),
		"deep tables":     many("[a.b.c.d.e.f.g.h.i%d]\n"),
		"unknown":         many("k%d=1\n"),
		"unknown long":    fill("", "k", "=1"),
		"items":           fill("tags=[", "1,", "]"),
		"dates":           fill("tags=[", "2022-08-29,", "]"),
		"bad items":       fill("tags=[", "x,", "]"),
		"list lines":      fill("tags=[", "'a'\n,", ""),
		"comments":        fill("", "#\n", ""),
		"quotes":          fill("title=", `"`, ""),
		"quotes open":     fill(`title="`, "“", strings.Repeat("，", 1000)),
		"multi-line":      fill(`title="""`, "\\\n", ""),
		"escapes":         fill(`title="`, `\\`, `"`),
		"spaces":          fill("title=[", " ", ""),
		"blank lines":     fill("title=[", "\n", ""),
		"prose":           fill("", "字\n", ""),
		"one word":        fill("title=", "字", ""),
		"stops":           fill("title='", ".", "'"),
		"brackets":        fill("title='", "[{", "'"),
		"foreign":         many("标%d = 1\n"),
		"yaml prose":      fill("", "字\n", ""),
		"yaml flow":       fill("a: ", "[", ""),
		"yaml maps":       fill("a: ", "{a: ", ""),
		"yaml items":      fill("", "- ", ""),
		"yaml keys":       fill("", "? ", ""),
		"yaml known":      many("k%d: 1\n"),
		"yaml aliases":    "a: &a [x]\n" + fill("b: [", "*a,", "]"),
		"yaml quote":      fill("title: '", "''", ""),
		"yaml comments":   fill("", "# x\n", "a: b"),
		"yaml plain":      fill("title: ", "a\n ", ""),
		"yaml colons":     fill("", "字：字\n", ""),
		"yaml indent":     fill("", "a:\n ", ""),
		"yaml anchors":    fill("", "&a ", ""),
		"yaml documents":  fill("", "---\n", ""),
	}
	for name, body := range texts {
		syntax := TOML
		if strings.HasPrefix(name, "yaml") {
			syntax = YAML
		}
		start := time.Now()
		list := wholeText(body, syntax).Into(&front{})
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%s took %v", name, d)
		} else if testing.Verbose() && d > 300*time.Millisecond {
			t.Logf("%s took %v", name, d)
		}
		if len(list) == 0 || len(list) > maxReported+1 {
			t.Errorf("%s: %d diagnostics", name, len(list))
		}
	}
}

// What the parser reads without complaint is not too deep for the scanner,
// and what is too deep is told.
func TestDepth(t *testing.T) {
	nested := func(n int) string {
		return "title='x'\ndate=2022-08-01\n[params]\na=" + strings.Repeat("[", n) + strings.Repeat("]", n)
	}
	if list := wholeText(nested(maxDepth), TOML).Into(&front{}); len(list) > 0 {
		t.Errorf("%d brackets are refused:\n%s", maxDepth, printed(list, i18n.English))
	}
	list := wholeText(nested(maxDepth+2), TOML).Into(&front{})
	if s := printed(list, i18n.English); !strings.Contains(s, "[too-deep]") {
		t.Errorf("%d brackets are read:\n%s", maxDepth+2, s)
	}
}

func TestTextOutsideTheFile(t *testing.T) {
	for _, at := range [][2]int{{-1, 5}, {3, 1}, {100, 200}, {0, 100}} {
		text := wholeText("a = 1\n标题", TOML)
		text.Start, text.End = at[0], at[1]
		text.Into(&front{})
		text.Value("a", 1, 2.5)
		text.Key(-1)
	}
}
