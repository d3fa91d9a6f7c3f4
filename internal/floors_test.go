package internal

// The plan of the house: which room stands on which floor. The folder itself
// holds no code.

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// floors is the plan: a room imports from floors below its own only, never
// sideways or upwards. Each room has the reason why it stands where it stands.
var floors = map[string]struct {
	floor  int
	reason string
}{
	"internal/browser":      {0, "Chromium for tests and pictures; knows addresses and nothing of luxi"},
	"internal/civil":        {0, "dates know nothing but the calendar and the zones"},
	"internal/cache":        {1, "records by name and content; what they mean is build's"},
	"internal/dirent":       {0, "what the system says of a folder; what it means is source's and publish's"},
	"internal/i18n":         {0, "every room above says things in two languages"},
	"internal/fingerprint":  {0, "hashes bytes; what they mean is the rooms' above"},
	"internal/names":        {0, "the order of two names is a rule about characters"},
	"internal/nearest":      {1, "compares words, and says what was meant by i18n"},
	"internal/publish":      {2, "files into a folder; must not know what makes them"},
	"internal/qr":           {1, "an address in, a drawing out"},
	"internal/slug":         {0, "what may stand in an address is a rule about characters"},
	"internal/webaddr":      {0, "what an address of the web is, for settings, content and codes alike"},
	"themes":                {0, "the project's themes, beside the data because go:embed cannot look upwards"},
	"internal/diag":         {1, "speaks by i18n; every room above reports by it"},
	"internal/golden":       {2, "tests as text, for every room that reports; no part of the program imports it"},
	"internal/source":       {2, "reads files and reports what cannot be read"},
	"internal/decode":       {2, "reads settings and front matter alike, so it stands below both"},
	"internal/asset":        {3, "files of themes in, published files out; knows neither templates nor pages"},
	"internal/picture":      {2, "an image's bytes in, those for pages out; knows no pages"},
	"internal/deadline":     {2, "pure logic of dates; must not know where calls come from"},
	"internal/markdown/cjk": {2, "usable on any goldmark, so it knows nothing of luxi"},
	"internal/markdown":     {3, "text in, HTML and diagnostics out; knows no front matter"},
	"internal/reminder":     {3, "who is missing in, letters out; knows no files and sends nothing"},
	"internal/config":       {3, "site.toml alone; must not look at content"},
	"internal/proof":        {4, "text in, findings and mends out; knows no documents, files or clock"},
	"internal/intake":       {4, "a file of a stranger's in, a draft out; knows nothing of the column, and reads its Markdown back"},
	"internal/document":     {4, "one file and nothing else: no settings, no other file, no clock"},
	"internal/column":       {5, "all documents together; must not know how they are shown"},
	"internal/view":         {6, "the contract with themes; what is not here cannot be published"},
	"internal/feed":         {7, "what programs read, from views alone, beside the pages that people read"},
	"internal/htmlexec":     {0, "templates and data of any kind; knows neither themes nor views"},
	"internal/theme":        {7, "renders views; must not reach behind them to the column"},
	"internal/watch":        {3, "says that files may have changed, and nothing of what they are"},
	"internal/build":        {8, "the pipeline; of the rooms that say what a site holds, the only one with goroutines"},
	"internal/serve":        {9, "another sink of the same pipeline: pages when they are asked for"},
	"internal/pages":        {9, "sites that tests and people look at; no part of the program"},
	"cmd/luxi":              {10, "wiring and printing only"},
	"bench":                 {10, "measures the finished program from outside, as its users run it; no part of the program"},
	"docs/proofrules":       {10, "reads the rules and writes a document; no part of the program"},
	"docs/audit":            {10, "serves built sites to checkers of others; no part of the program"},
	"docs/screenshots":      {10, "takes pictures of built sites; no part of the program"},
	"docs/themeguide":       {10, "reads the source of view as text and writes a document; no part of the program"},
}

// forbidden are imports that a room must not have although its floor allows
// them.
var forbidden = map[string]map[string]string{
	"internal/document": {"luxi/internal/config": "a document depends on its own bytes only, so that it can be kept by their hash"},
	"internal/theme":    {"luxi/internal/column": "templates see views, never the column", "luxi/internal/document": "templates see views, never documents"},
}

func TestFloors(t *testing.T) {
	seen := map[string]bool{}
	for room, imports := range rooms(t, "..") {
		plan, ok := floors[room]
		if !ok {
			t.Errorf("%s has no floor; add it to the plan with a reason", room)
			continue
		}
		seen[room] = true
		for imported := range imports {
			other, ok := strings.CutPrefix(imported, "luxi/")
			if !ok {
				continue
			}
			if floors[other].floor >= plan.floor {
				t.Errorf("%s (floor %d: %s) imports %s (floor %d)", room, plan.floor, plan.reason, other, floors[other].floor)
			}
			if why := forbidden[room][imported]; why != "" {
				t.Errorf("%s imports %s: %s", room, imported, why)
			}
		}
	}
	for room := range floors {
		if !seen[room] {
			t.Errorf("the plan has a room %s that does not exist", room)
		}
	}
}

func TestNoRoomWithoutAJob(t *testing.T) {
	for room := range rooms(t, "..") {
		switch path.Base(room) {
		case "util", "utils", "common", "helpers", "manager", "misc", "base":
			t.Errorf("%s: the name says no job", room)
		}
	}
}

// Every room says in one package doc what it is for.
func TestEveryRoomHasOnePackageDoc(t *testing.T) {
	docs := map[string]int{}
	eachFile(t, "..", func(room, file string) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Fatal(err)
		}
		docs[room] += 0
		if f.Doc != nil {
			docs[room]++
		}
	})
	for room, n := range docs {
		if n != 1 {
			t.Errorf("%s has %d package docs, want 1", room, n)
		}
	}
}

// rooms returns the imports of every package of the module, tests left out.
func rooms(t *testing.T, root string) map[string]map[string]bool {
	t.Helper()
	out := map[string]map[string]bool{}
	eachFile(t, root, func(room, file string) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		if out[room] == nil {
			out[room] = map[string]bool{}
		}
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			out[room][name] = true
		}
	})
	return out
}

func eachFile(t *testing.T, root string, visit func(room, file string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && entry.Name() != "..") {
			return fs.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(rel), name)
		return nil
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
}
