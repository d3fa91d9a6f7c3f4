package column

import (
	"path"
	"slices"
	"strings"

	"luxi/internal/config"
	"luxi/internal/diag"
	"luxi/internal/document"
	"luxi/internal/i18n"
	"luxi/internal/nearest"
)

var (
	unknownRegion = diag.Define("unknown-region", diag.Error,
		i18n.Text{ZH: "site.toml 里没有县市区“{name}”", EN: "site.toml has no region “{name}”"},
		i18n.Text{ZH: "{near}site.toml 里有：{known}。不属于任何县市区的文章，删去 region 这一行。", EN: "{near}site.toml has: {known}. An essay of no region has no region line."})
	unknownKind = diag.Define("unknown-kind", diag.Error,
		i18n.Text{ZH: "site.toml 里没有作者类别“{name}”", EN: "site.toml has no kind of contributor “{name}”"},
		i18n.Text{ZH: "{near}site.toml 里有：{known}。", EN: "{near}site.toml has: {known}."})
	unknownCall = diag.Define("unknown-call", diag.Error,
		i18n.Text{ZH: "没有约稿启事“{name}”", EN: "there is no call “{name}”"},
		i18n.Text{ZH: "{near}call 写 content/calls 里文件的名称，不带 .md；现有：{known}。", EN: "{near}Write the name of a file in content/calls without .md; there are: {known}."})
)

// checkTerms compares an essay's region and kind with those that there are, for
// drafts too. Its call is looked up where calls are judged, see [Boards].
func (b *builder) checkTerms(e *document.Essay) {
	b.checkRegion(e.Region, e.Path, "region")
	b.checkKind(e.Kind, e.Path, "kind")
}

// checkRegion and checkKind look a name up that stands at a key of a file.
func (b *builder) checkRegion(name, path string, key ...any) {
	if !known(name, b.regions) && b.complete(b.in.Site.Regions) {
		b.list.Add(unknownTerm(b.in, unknownRegion, name, b.regions, path, key...))
	}
}

func (b *builder) checkKind(name, path string, key ...any) {
	if !known(name, b.kinds) && b.complete(b.in.Site.Kinds) {
		b.list.Add(unknownTerm(b.in, unknownKind, name, b.kinds, path, key...))
	}
}

// complete reports whether all terms of site.toml are here: one mistake there
// is not told again for every essay.
func (b *builder) complete(terms []config.Term) bool {
	unnamed := func(t config.Term) bool { return t.Name == "" }
	return !b.in.Site.Broken || len(terms) > 0 && !slices.ContainsFunc(terms, unnamed)
}

func known(name string, all []string) bool { return name == "" || slices.Contains(all, name) }

func unknownTerm(in Input, k *diag.Kind, name string, all []string, path string, key ...any) diag.Diagnostic {
	near := nearest.Hint(nearest.Find(strings.TrimSuffix(name, ".md"), all))
	return k.At(in.Places.Key(path, key...), diag.Arg("name", name), diag.Arg("near", near), diag.Arg("known", listText(all)))
}

// listText lists what there is; of a long list the beginning.
func listText(names []string) i18n.Text {
	const most = 20
	if len(names) == 0 {
		return i18n.Text{ZH: "（一个也没有）", EN: "(none)"}
	}
	more := ""
	if len(names) > most {
		names, more = names[:most], "……"
	}
	return i18n.Text{ZH: strings.Join(names, "、") + more, EN: strings.Join(names, ", ") + more}
}

func termNames(terms []config.Term) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.Name
	}
	return out
}

// callID is how essays name a call: its file's path in content/calls without
// .md.
func callID(name string) string {
	name = strings.TrimPrefix(name, document.Root+"/"+string(document.Calls)+"/")
	return strings.TrimSuffix(name, path.Ext(name))
}
