package view_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"luxi/internal/fingerprint"
	"luxi/internal/view"
)

// most is how many pages a new essay may change, whatever there was: its own;
// the front page; the first page of each list that shows it (all essays, year,
// region, kind, two authors, call, two tags), and a page there that is full now
// and its neighbour; six pages of terms, and the call; the essay before it; and
// of its region and authors those that are nearest in time.
const most = 45

// grown is a column of n essays; the newest is the last.
func grown(n int) []file {
	regions, kinds := []string{"甲县", "乙县"}, []string{"企业", "学者"}
	var files []file
	for i := range n {
		text := fmt.Sprintf("+++\ntitle = \"第%d篇\"\ndate = %d-%02d-%02d\ncall = \"2022\"\nregion = %q\nkind = %q\ntags = [\"标签%d\", \"通用\"]\n"+
			"[[authors]]\nname = \"作者%d\"\n[[authors]]\nname = \"作者%d\"\n+++\n正文。\n",
			i, 2020+i/20, 1+i%20/2, 1+i%20, regions[i/3%2], kinds[i%2], i%3, i%4, i%5+4)
		files = append(files, file{fmt.Sprintf("content/essays/%d.md", i), text})
	}
	return append(files, file{"content/calls/2022.md", "+++\ntitle = \"约稿\"\ndeadline = 2022-08-31\n+++\n正文\n"})
}

// growing lets four essays stand on a page.
const growing = `title = "试刊"
base_url = "https://example.cn/"
list_essays = 4
regions = [{ name = "甲县", slug = "jia" }, { name = "乙县", slug = "yi" }]
kinds = [{ name = "企业", slug = "qiye" }, { name = "学者", slug = "xuezhe" }]
`

// A numbered page keeps its address and all that it shows when an essay is
// added, for ever; but where a page has just become full, the one before it
// learns its address. Of the other pages a few change.
func TestNewEssayChangesFewPages(t *testing.T) {
	before := map[string]any{}
	worst := 0
	for n := 1; n <= 60; n++ {
		after := map[string]any{}
		var changed []string
		for _, p := range planWith(t, growing, grown(n)) {
			v := whole(t, p)
			after[p.Address] = v
			old, ok := before[p.Address]
			same := ok && reflect.DeepEqual(old, v)
			if ok && same != (fingerprint.Any(old) == fingerprint.Any(v)) {
				t.Errorf("%s: the fingerprint does not tell whether the view has changed", p.Address)
			}
			if same {
				continue
			}
			changed = append(changed, p.Address)
			if list, numbered := v.(view.List); ok && numbered && list.Number > 0 {
				checkKept(t, n, old.(view.List), list)
			}
		}
		for address := range before {
			if _, ok := after[address]; !ok {
				t.Errorf("with essay %d the page %s is gone", n, address)
			}
		}
		if len(changed) > most {
			t.Errorf("essay %d changed %d of %d pages: %v", n, len(changed), len(after), changed)
		}
		worst = max(worst, len(changed))
		before = after
	}
	if len(before) < 150 || worst < 10 {
		t.Errorf("of %d pages at most %d changed: too small to show anything", len(before), worst)
	}
	t.Logf("of %d pages in the end, an essay changed at most %d", len(before), worst)
}

// checkKept: of a numbered page nothing changes but the way to a newer page,
// from the first to one that has just become full.
func checkKept(t *testing.T, n int, old, list view.List) {
	t.Helper()
	way := fmt.Sprintf("/page-%d.html", list.Number+1)
	if !strings.HasSuffix(old.NewerURL, "/index.html") || !strings.HasSuffix(list.NewerURL, way) {
		t.Errorf("essay %d: page %d of %s led to %s, and now to %s", n, list.Number, list.Of+list.Name, old.NewerURL, list.NewerURL)
	}
	old.NewerURL = list.NewerURL
	if !reflect.DeepEqual(old, list) {
		t.Errorf("essay %d changed page %d of %s:\n%+v\nit was\n%+v", n, list.Number, list.Of+list.Name, list, old)
	}
}
