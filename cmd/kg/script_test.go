package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var updateScripts = flag.Bool("update", false, "rewrite the expected output of the scripts")

// TestMain makes the test program the program itself, for the scripts to run.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kg": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *updateScripts,
		Cmds:          map[string]func(*testscript.TestScript, bool, []string){"exec-status": execStatus},
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			samples, err := os.ReadDir("../../docs/samples")
			if err != nil {
				return err
			}
			for _, f := range samples {
				text, err := os.ReadFile("../../docs/samples/" + f.Name())
				if err != nil {
					return err
				}
				if err := os.WriteFile(env.WorkDir+"/"+f.Name(), text, 0o666); err != nil {
					return err
				}
			}
			return nil
		},
	})
}

// execStatus runs a program that must end with a certain status:
// "exec-status 2 kg rm".
func execStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exec-status STATUS PROGRAM [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("status %d, want %d", got, want)
	}
}
