package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"kg/internal/graph"
	"kg/internal/kg"
)

var tableFormats = []string{"table", "json", "jsonl", "csv"}

// tableFlags say how a table is printed.
type tableFlags struct {
	format string
	ids    bool
}

func (f *tableFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.format, "format", "table", "one of "+strings.Join(tableFormats, ", "))
	cmd.Flags().BoolVar(&f.ids, "ids", false, "print the IDs of entities, articles and the like instead of their names")
	cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(tableFormats, cobra.ShellCompDirectiveNoFileComp))
}

func (f *tableFlags) check() error {
	if !slices.Contains(tableFormats, f.format) {
		return usageError{fmt.Errorf("--format %s: want one of %s", f.format, strings.Join(tableFormats, ", "))}
	}
	return nil
}

// write prints t.
func (f *tableFlags) write(w io.Writer, t *graph.Table) error {
	switch f.format {
	case "csv":
		return f.writeCSV(w, t)
	case "json":
		return writeJSON(w, t)
	case "jsonl":
		return writeJSONLines(w, t)
	}
	return f.writeText(w, t)
}

// words returns what people see of a cell.
func (f *tableFlags) words(c graph.Cell) string {
	if f.ids {
		return c.Value
	}
	return c.Label
}

func (f *tableFlags) writeCSV(w io.Writer, t *graph.Table) error {
	out := csv.NewWriter(w)
	if err := out.Write(t.Columns); err != nil {
		return err
	}
	record := make([]string, len(t.Columns))
	for _, row := range t.Rows {
		for i, c := range row {
			record[i] = f.words(c)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// minColumn is how narrow a column of a table gets before it is wrapped.
const minColumn = 12

// writeText prints a table for people. On a terminal it fits the width.
func (f *tableFlags) writeText(w io.Writer, t *graph.Table) error {
	if len(t.Rows) == 0 {
		return nil
	}
	columns := used(t)
	out := table.NewWriter()
	out.SetStyle(table.StyleLight)
	out.Style().Format.Header = text.FormatDefault
	out.Style().Options = table.Options{DrawBorder: false, SeparateColumns: true, SeparateHeader: true}
	header := make(table.Row, 0, len(columns))
	for _, i := range columns {
		header = append(header, t.Columns[i])
	}
	out.AppendHeader(header)
	for _, row := range t.Rows {
		cells := make(table.Row, 0, len(columns))
		for _, i := range columns {
			cells = append(cells, flat(f.words(row[i])))
		}
		out.AppendRow(cells)
	}
	if width := widthOf(w); width > 0 {
		out.SetColumnConfigs(fit(t, columns, width, f.words))
	}
	_, err := fmt.Fprintln(w, out.Render())
	return err
}

// used returns the columns that have something in them.
func used(t *graph.Table) []int {
	var columns []int
	for i := range t.Columns {
		if slices.ContainsFunc(t.Rows, func(row []graph.Cell) bool { return row[i].Value != "" }) {
			columns = append(columns, i)
		}
	}
	return columns
}

// flat keeps what an article says from drawing its own lines, or from
// telling the terminal what to do.
func flat(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}

// widthOf returns the width of the terminal w; 0 if it is none.
func widthOf(w io.Writer) int {
	file, ok := w.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// fit shares a width among columns: each gets what it needs, and the widest
// ones what is left.
func fit(t *graph.Table, columns []int, width int, words func(graph.Cell) string) []table.ColumnConfig {
	need := make([]int, len(columns))
	for n, i := range columns {
		need[n] = text.RuneWidthWithoutEscSequences(t.Columns[i])
		for _, row := range t.Rows {
			need[n] = max(need[n], text.RuneWidthWithoutEscSequences(flat(words(row[i]))))
		}
	}
	left := width - 3*len(columns) // what lies between the columns
	for {
		total, widest := 0, 0
		for n := range need {
			total += need[n]
			if need[n] > need[widest] {
				widest = n
			}
		}
		if total <= left || need[widest] <= minColumn {
			break
		}
		need[widest] = max(minColumn, need[widest]-max(1, (total-left)/4))
	}
	configs := make([]table.ColumnConfig, len(columns))
	for n := range columns {
		configs[n] = table.ColumnConfig{Number: n + 1, WidthMax: need[n], WidthMaxEnforcer: text.WrapSoft}
	}
	return configs
}

func writeJSONLines(w io.Writer, t *graph.Table) error {
	for _, row := range t.Rows {
		object, err := jsonObject(row)
		if err != nil {
			return err
		}
		if _, err := w.Write(append(object, '\n')); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(w io.Writer, t *graph.Table) error {
	rows := make([]json.RawMessage, 0, len(t.Rows))
	for _, row := range t.Rows {
		object, err := jsonObject(row)
		if err != nil {
			return err
		}
		rows = append(rows, object)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(rows)
}

// A node is an entity, article or the like in JSON.
type node struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Label string `json:"label"`
}

// jsonObject writes a row with its columns in order; cells without a value are
// left out.
func jsonObject(row []graph.Cell) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for _, c := range row {
		if c.Kind == "" {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		for i, v := range []any{c.Name, jsonValue(c)} {
			text, err := kg.MarshalLine(v)
			if err != nil {
				return nil, err
			}
			b.Write(bytes.TrimSuffix(text, []byte{'\n'}))
			if i == 0 {
				b.WriteByte(':')
			}
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func jsonValue(c graph.Cell) any {
	switch c.Kind {
	case graph.KindText, graph.KindTime:
		return c.Value
	case graph.KindNumber:
		if json.Valid([]byte(c.Value)) { // not infinity
			return json.Number(c.Value)
		}
		return c.Value
	case graph.KindBool:
		return c.Value == "true"
	}
	return node{c.Value, c.Kind, c.Label}
}
