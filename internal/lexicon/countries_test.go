package lexicon

import (
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// plainName returns the letters of a country's name, with "and" for "&".
func plainName(name string) string {
	name = strings.NewReplacer("&", "and", "St.", "Saint", "’", "", "'", "", ".", "", "-", " ").Replace(name)
	name, _, _ = strings.Cut(name, " (")
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// notOurs are the regions of the registry that are not in countries.txt:
// nobody's home, parts of a country, groups of countries, and Georgia, which is
// also a state of the United States: its name alone does not tell which.
var notOurs = map[string]bool{
	"AC": true, "AQ": true, "BV": true, "CC": true, "CP": true, "DG": true, "EA": true, "EZ": true, "GE": true, "GS": true, "HM": true,
	"IC": true, "IO": true, "MF": true, "TA": true, "TF": true, "UM": true, "UN": true,
}

// Every country that the Unicode registry of regions knows is in countries.txt
// under the name that it has there.
func TestCountriesKnowAllRegions(t *testing.T) {
	known := map[string]string{}
	for _, c := range Classes("countries") {
		for _, name := range append([]string{c.Name}, c.Entries...) {
			known[plainName(name)] = c.Name
		}
	}
	english := display.English.Regions()
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			region, err := language.ParseRegion(string(a) + string(b))
			if err != nil || !region.IsCountry() || region.Canonicalize() != region || notOurs[region.String()] {
				continue
			}
			name := english.Name(region)
			if name == "" {
				continue // a country that is no more
			}
			if known[plainName(name)] == "" {
				t.Errorf("%s: %s", region, name)
			}
		}
	}
}

// What hangs on the list of countries speaks of countries that are in it.
func TestListsOfCountries(t *testing.T) {
	known := map[string]bool{}
	for _, c := range Classes("countries") {
		if known[c.Name] {
			t.Errorf("countries.txt: %s twice", c.Name)
		}
		known[c.Name] = true
	}
	for _, list := range []string{"demonyms", "capitals"} {
		for _, c := range Classes(list) {
			if !known[c.Name] {
				t.Errorf("%s.txt: %s is not in countries.txt", list, c.Name)
			}
		}
	}
}
