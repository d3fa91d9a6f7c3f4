package build

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"luxi/internal/column"
	"luxi/internal/golden"
)

// What a call and its essays hold for the editors alone is in no file of the
// site, and not even in the index, from which the site is made.
func TestRosterStaysPrivate(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"site.toml": minimal + "kinds = [{ name = \"书记\", slug = \"shuji\" }]\nregions = [{ name = \"莘县\", slug = \"shenxian\" }]\n",
		"content/calls/2022.md": "+++\ntitle = \"约稿\"\nopens = 2022-07-01\ndeadline = 2022-08-31\ngrace = \"71小时\"\nzone = \"Asia/Tokyo\"\n" +
			"mailbox = \"desk@126.com\"\nwanted = [{ kind = \"书记\", pieces = 4711 }]\n" +
			"[[invited]]\nname = \"某甲\"\nkey = \"jimi-key\"\nposition = \"机密职务\"\nregion = \"莘县\"\nkind = \"书记\"\n" +
			"contact = \"jimi@126.com 13800004711\"\nextended_to = 2022-09-17\nextended_reason = \"机密原因\"\nextended_by = \"机密领导\"\n" +
			"[[invited]]\nname = \"机密人\"\ndeclined = true\n+++\n请来稿。",
		"content/calls/2022.reminders.toml": "[[reminded]]\nname = \"机密人\"\ndays = 3\ndeadline = 2022-08-31\nat = 2022-08-28\n",
		"content/essays/a.md":               essay("甲", "2022-08-01", "call = \"2022\"\nreceived = 2022-07-14T05:06:07+08:00", "正文。"),
		"content/essays/b.md":               essay("乙", "2022-08-01", "call = \"2022\"\nreceived = 2022-09-28T03:04:05+08:00", "正文。"),
	})
	private := []string{
		"机密", "jimi", "4711", "71小时", "255600", "2022-09-17", "9月17日", "20220917", "2022-07-14", "7月14日", "05:06", "2022-09-28", "9月28日", "Tokyo",
	}
	for _, policy := range []string{"warn", "exclude"} {
		text := minimal + "kinds = [{ name = \"书记\", slug = \"shuji\" }]\nregions = [{ name = \"莘县\", slug = \"shenxian\" }]\n[deadline]\nlate = \"" + policy + "\"\n"
		write(t, dir, map[string]string{"site.toml": text})
		r, site := run(t, dir, Options{Now: at(t, "2022-10-15")})
		if r.Diagnostics.HasErrors() || len(site["calls/2022.html"]) == 0 || len(site["essays/a.html"]) == 0 {
			t.Fatal(golden.Print(r.Diagnostics))
		}
		if late := site["essays/b.html"] == ""; late != (policy == "exclude") {
			t.Errorf("%s: the late essay is left out: %t", policy, late)
		}
		for address, text := range site {
			for _, p := range private {
				if strings.Contains(text, p) || strings.Contains(address, p) {
					t.Errorf("%s: %s holds %q", policy, address, p)
				}
			}
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		in, _, err := Content(root, Options{Now: at(t, "2022-10-15")})
		root.Close()
		if err != nil {
			t.Fatal(err)
		}
		// What came in is where the editors look, or this test would find nothing.
		boards, _ := column.Boards(in)
		if all := fmt.Sprintf("%+v", boards); !strings.Contains(all, "机密原因") || !strings.Contains(all, "4711") {
			t.Errorf("the board is %s", all)
		}
		index, _ := column.New(in)
		all := fmt.Sprintf("%+v %+v %+v %+v", index.Calls, index.Essays, index.Contributors, index.LeftOut)
		for _, p := range private {
			if strings.Contains(all, p) {
				t.Errorf("%s: the index holds %q", policy, p)
			}
		}
	}
}
