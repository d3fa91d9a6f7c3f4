package pages

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"luxi/internal/browser"
)

// payloads are what runs as script where text is taken for markup, an
// attribute, an address or a style; from OWASP's XSS filter evasion cheat
// sheet. Each calls evil.
var payloads = []string{
	`<script>evil()</script>`,
	`</title><script>evil()</script>`,
	`"><script>evil()</script>`,
	`'><img src=x onerror=evil()>`,
	`<img src=x onerror="evil()">`,
	`<svg onload=evil()>`,
	`<svg><animate onbegin=evil() attributeName=x dur=1s>`,
	`<math><a xlink:href="javascript:evil()">x`,
	`<iframe srcdoc="<script>evil()</script>">`,
	`<iframe src="javascript:evil()">`,
	`<body onload=evil()>`,
	`<details open ontoggle=evil()>`,
	`<input autofocus onfocus=evil()>`,
	`<object data="javascript:evil()">`,
	`<base href="javascript:evil()//">`,
	`<meta http-equiv="refresh" content="0;url=javascript:evil()">`,
	`<style>@import "javascript:evil()";</style>`,
	`" onmouseover="evil()" x="`,
	`' onfocus='evil()' autofocus x='`,
	`x onclick=evil() y=`,
	`javascript:evil()`,
	`<!--><script>evil()</script>-->`,
	`<![CDATA[><script>evil()</script>]]>`,
	`<noscript><p title="</noscript><img src=x onerror=evil()>">`,
	`{{evil}}<script>{{.}}</script>`,
	`&lt;script&gt;evil()&lt;/script&gt;`,
	"`-evil()-`",
	`</style></textarea></xmp><script>evil()</script>`,
}

// bodies are Markdown in which something may come to run.
var bodies = []string{
	`[点](javascript:evil())`,
	`[点](JaVaScRiPt:evil())`,
	"[点](java\tscript:evil())",
	`[点](&#106;avascript:evil())`,
	`[点](<javascript:evil()>)`,
	`[点](data:text/html,<script>evil()</script>)`,
	`[点](vbscript:evil())`,
	`[点](https://example.cn/ "\" onmouseover=\"evil()")`,
	`[点](https://example.cn/"onmouseover="evil())`,
	`![图](x" onerror="evil())`,
	`![" onerror="evil()](javascript:evil())`,
	`<javascript:evil()>`,
	`https://example.cn/"><script>evil()</script>`,
	`[" onclick="evil()]{.dots}`,
	`[字]{.dots onclick=evil()}`,
	`[字]{onclick=evil()}`,
	`{<script>evil()</script>|<script>evil()</script>}`,
	"```\"><script>evil()</script>\n<script>evil()</script>\n```",
	"# 题 {#a onclick=evil()}",
	"# <script>evil()</script>",
	"# \" onclick=\"evil()",
	"::: note onclick=evil()\n<script>evil()</script>\n:::",
	"|<script>evil()</script>|\"onclick=\"evil()|\n|---|---|\n|<img src=x onerror=evil()>|`</code><script>evil()</script>`|",
	"甲[^1]\n\n[^1]: <script>evil()</script>\n",
	"甲[^\"onclick=evil()]\n\n[^\"onclick=evil()]: 注\n",
	"<div onclick=evil()>\n\n正文\n\n</div>",
	"<a href=\"javascript:evil()\">点</a>",
	"<!-- --><script>evil()</script> -->",
}

// hostileFiles are a column that has a payload in every place where a
// manuscript is heard, each payload in each of them.
func hostileFiles() map[string]string {
	quote := func(i int) string { return fmt.Sprintf("%q", payloads[i%len(payloads)]) }
	var all string
	for i := range payloads {
		all += quote(i) + ", "
	}
	const settings = "title = \"试刊\"\nbase_url = \"https://example.cn/\"\nfront_essays = 40\nlist_essays = 40\nregions = [{ name = \"东甲县\", slug = \"dongjia\" }]\nkinds = [{ name = \"作者\", slug = \"a\" }]\n"
	const plain = "+++\ntitle = \"文件名\"\ndate = 2023-08-02\n\n[[authors]]\nname = \"甲\"\n+++\n\n正文\n"
	files := map[string]string{"site.toml": settings}
	if runtime.GOOS != "windows" { // where no file can have such a name
		files[`content/essays/2023/"onclick="evil().md`] = plain
		files[`content/essays/2023/<svg onload=evil().md`] = plain
	}
	for i := range max(len(payloads), len(bodies)) {
		body := payloads[i%len(payloads)] + "\n\n甲" + payloads[(i+11)%len(payloads)] + "乙\n\n" + bodies[i%len(bodies)] + "\n"
		files[fmt.Sprintf("content/essays/2023/%d.md", i)] = "+++\ntitle = " + quote(i) + "\nsubtitle = " + quote(i+1) +
			"\ndate = 2023-08-01\nregion = \"东甲县\"\nkind = \"作者\"\ntags = [" + quote(i+2) + "]\nsummary = " + quote(i+3) +
			"\neditors_note = " + quote(i+4) + "\nedition = " + quote(i+5) + "\npage = " + quote(i+6) +
			"\nsource = " + quote(i+11) + "\neditors = [" + quote(i+7) + "]\nplanners = [" + quote(i+8) + "]\n\n[[authors]]\nname = " + quote(i+9) +
			"\nposition = " + quote(i+10) + "\n+++\n\n" + body
		if i%4 == 0 {
			files[fmt.Sprintf("content/calls/%d.md", i)] = "+++\ntitle = " + quote(i) + "\ndate = 2023-08-01\ndeadline = 2023-08-31\nhosts = [" + all +
				"]\nplanners = [" + all + "]\nmailbox = \"gao@example.cn\"\n+++\n\n" + body
			files[fmt.Sprintf("content/pages/%d.md", i)] = "+++\ntitle = " + quote(i+1) + fmt.Sprintf("\naliases = [\"/old/%d/\"]\n+++\n\n", i) + body
			files[fmt.Sprintf("content/contributors/%d.md", i)] = "+++\nname = " + quote(i+9) + "\nsort = " + quote(i+12) + "\n+++\n\n" + body
			files[fmt.Sprintf("content/essays/2023/gone-%d.md", i)] = "+++\ntitle = " + quote(i) + "\ndate = 2023-08-01\nwithdrawn = 2023-08-02\nwithdrawn_notice = " +
				quote(i+13) + "\n\n[[authors]]\nname = " + quote(i+9) + "\n+++\n\n" + body
		}
	}
	return files
}

// provoke has every handler of an event run that an element may have.
const provoke = `(() => {
	for (const e of document.querySelectorAll("*"))
		for (const a of [...e.attributes, {name: "onclick"}, {name: "onload"}, {name: "onerror"}])
			if (a.name.startsWith("on") && a.name !== "onclick" || e[a.name]) e.dispatchEvent(new Event(a.name.slice(2)));
	return true;
})()`

// suspects are attributes that run, or lead to what runs.
const suspects = `[...document.querySelectorAll("*")].flatMap(e => [...e.attributes]
	.filter(a => a.name.startsWith("on") || a.name === "srcdoc" || a.name === "style" || /^\s*(javascript|vbscript|data):/i.test(a.value) && /href|src|action|data/.test(a.name))
	.map(a => e.localName + " " + a.name + "=" + a.value))`

// dressOf is what a theme that changes only colours and styles has otherwise.
var dressOf = regexp.MustCompile(`css/forum\.[0-9a-f]{8}\.css|<meta name="theme-color"[^>]*>`)

// Whatever stands in manuscripts, no script is parsed but those of the theme.
// No policy keeps the pages: it is the second wall and not the first. A page
// that a theme has as another has it is opened once.
func TestHostileManuscripts(t *testing.T) {
	t.Parallel()
	opened := map[string]bool{} // pages, without what is the theme's alone
	for _, theme := range Themes {
		site, refused, err := buildFiles(root, theme, ModelClock, hostileFiles())
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("of %d manuscripts luxi complains in %d places", len(hostileFiles()), len(refused))
		var addresses []string
		heard, kinds := 0, map[string]int{} // pages that hold something hostile, and of which folder
		for address, file := range site {
			if path.Ext(address) != ".html" {
				continue
			}
			if strings.Contains(string(file.Data), "evil()") {
				heard++
				kinds[strings.Split(address, "/")[0]]++
				if strings.Contains(address, "/gone-") {
					kinds["gone"]++
				}
			}
			if key := address + "\n" + dressOf.ReplaceAllString(string(file.Data), ""); !opened[key] {
				opened[key] = true
				addresses = append(addresses, address)
			}
		}
		if heard < 2*len(payloads) {
			t.Errorf("in %s only %d pages hold anything hostile", theme, heard)
		}
		for _, kind := range []string{"essays", "gone", "contributors", "calls", "tags", "old"} {
			if kinds[kind] < 7 {
				t.Errorf("in %s only %d pages of the kind %s hold anything hostile", theme, kinds[kind], kind)
			}
		}
		if len(addresses) < len(payloads) {
			t.Errorf("in %s only %d pages are opened", theme, len(addresses))
		}
		still := stay(t, site)
		for part := range hostileTabs {
			t.Run(fmt.Sprint(theme, part), func(t *testing.T) {
				t.Parallel()
				server := browser.Serve(t, still, "")
				p := browser.Open(t, "about:blank", conditions(1280))
				for i, address := range addresses {
					if i%hostileTabs == part {
						checkInert(t, p, server.URL+"/", address, site)
					}
				}
			})
		}
	}
}

const hostileTabs = 2

// onward is what leads a browser on from the old address of a page: to a page
// beside it or above.
var onward = regexp.MustCompile(`<meta http-equiv="refresh" content="0; url=[^":]*\.html">`)

// stay returns a site whose pages stay open: those of old addresses lead on too
// fast to be looked at.
func stay(t *testing.T, site Site) Site {
	t.Helper()
	out := Site{}
	for address, file := range site {
		out[address] = file
		if !bytes.Contains(file.Data, []byte(`<meta http-equiv="refresh"`)) {
			continue
		}
		out[address] = &fstest.MapFile{Data: onward.ReplaceAll(file.Data, nil), Mode: file.Mode, ModTime: file.ModTime}
		if bytes.Contains(out[address].Data, []byte(`<meta http-equiv="refresh"`)) {
			t.Errorf("%s leads elsewhere", address)
			delete(out, address)
		}
	}
	return out
}

func checkInert(t *testing.T, p *browser.Page, base, address string, site Site) {
	t.Helper()
	lead(t, p, base+(&url.URL{Path: address}).EscapedPath())
	if err := p.Eval(provoke, nil); err != nil {
		t.Fatal(err)
	}
	for _, script := range p.Scripts() {
		if file, own := strings.CutPrefix(script, base); !own || path.Ext(file) != ".js" || site[file] == nil {
			t.Errorf("%s: a script of %q is parsed", address, script)
		}
	}
	report(t, address, browser.Value[[]string](t, p, suspects))
}

// The oracle sees each way in which a page runs script.
func TestHostilePagesAreSeen(t *testing.T) {
	t.Parallel()
	site := fstest.MapFS{}
	for name, body := range map[string]string{
		"element": `<script>1</script>`, "attribute": `<p onmouseover="1">`, "image": `<img src=x onerror="1">`, "frame": `<iframe srcdoc="<script>1</script>"></iframe>`,
	} {
		site[name+".html"] = &fstest.MapFile{Data: []byte("<!DOCTYPE html><title>a</title>" + body)}
	}
	server := browser.Serve(t, site, "")
	p := browser.Open(t, "about:blank", conditions(1280))
	for name := range site {
		lead(t, p, server.URL+"/"+name)
		if err := p.Eval(provoke, nil); err != nil {
			t.Fatal(err)
		}
		if len(p.Scripts()) == 0 {
			t.Errorf("%s: no script is seen", name)
		}
	}
}
