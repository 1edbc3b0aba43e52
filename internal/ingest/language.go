package ingest

import (
	"fmt"
	"strings"

	"github.com/abadojack/whatlanggo"

	"kg/internal/kg"
)

// minGuess is how much text, in bytes, it takes to guess its language.
const minGuess = 200

// foreign says why a is left out if it is not in English: by what it says of
// itself, else by what its words look like. The text decides when both
// disagree, since pages often carry the language of their site.
func foreign(a *kg.Article) string {
	text := a.Text[:min(len(a.Text), 4<<10)]
	if len(text) >= minGuess {
		if guess := whatlanggo.Detect(text); guess.IsReliable() {
			if guess.Lang == whatlanggo.Eng {
				return ""
			}
			return fmt.Sprintf("not English (%s)", guess.Lang.Iso6391())
		}
	}
	if lang := strings.ToLower(a.Language); lang != "" && lang != "en" && !strings.HasPrefix(lang, "en-") && lang != "english" {
		return fmt.Sprintf("not English (%s)", a.Language)
	}
	return ""
}
