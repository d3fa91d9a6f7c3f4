package pages

import (
	"fmt"
	"strings"
	"testing"

	"luxi/internal/browser"
)

// upright is an essay with a photograph that is half as high again as it is wide.
func upright(t *testing.T) map[string]string {
	t.Helper()
	photograph, err := picture("a.jpg", 1000, 1500)
	if err != nil {
		t.Fatal(err)
	}
	const settings = "title = \"试刊\"\nbase_url = \"https://example.cn/\"\nregions = [{ name = \"东甲县\", slug = \"dongjia\" }]\nkinds = [{ name = \"县市区书记\", slug = \"shuji\" }]\n"
	return map[string]string{
		"site.toml":                    settings,
		"content/essays/2023/photo.md": frontMatter("照片") + "县域强不强，关键看产业。\n\n![园区](a.jpg \"园区的大门\")\n\n一张蓝图绘到底。\n",
		"content/essays/2023/a.jpg":    photograph,
	}
}

// An upright photograph is in sight as a whole, is not drawn out of its form, and
// leaves room for the text on a sheet of paper.
func TestUprightPhotograph(t *testing.T) {
	t.Parallel()
	needPoppler(t)
	files := upright(t)
	for name := range looks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site, err := BuildFiles(root, name, ModelClock, files)
			if err != nil {
				t.Fatal(err)
			}
			p := browser.Open(t, browser.Serve(t, site, browser.Policy).URL+"/essays/2023/photo.html", conditions(1280))
			shown := func(where string, least, most float64) {
				t.Helper()
				// A picture fills its box as object-fit says; with fill, all of it.
				const drawn = `(i => { const b = i.getBoundingClientRect(), form = i.naturalWidth / i.naturalHeight;
					if (getComputedStyle(i).objectFit !== "contain") return [b.width, b.height];
					return [Math.min(b.width, b.height * form), Math.min(b.height, b.width / form)] })(document.querySelector(".text img"))`
				size := browser.Value[[2]float64](t, p, drawn)
				if form := size[1] / size[0]; form < 1.48 || form > 1.52 {
					t.Errorf("%s the photograph is %.0f by %.0f px", where, size[0], size[1])
				}
				if size[1] < least || size[1] > most {
					t.Errorf("%s the photograph is %.0f px high, want %.0f to %.0f", where, size[1], least, most)
				}
			}
			for _, width := range widths {
				c := conditions(width)
				c.Height = 700
				under(t, p, c)
				shown(fmt.Sprint("at ", width), 380, 0.85*700)
			}
			c := conditions(1280)
			c.Print = true
			under(t, p, c)
			shown("on paper", 0, 0.4*1123) // two fifths of A4
			if sheets := read(t, p); len(sheets) != 1 || !strings.Contains(text(sheets), "一张蓝图绘到底") {
				t.Errorf("the essay is %d sheets", len(sheets))
			}
		})
	}
}
