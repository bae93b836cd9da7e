// Command check holds what Khronika proves against golang.org/x/mod's sumdb/note and sumdb/tlog, which are not ours.
//
// It reads a JSON object from standard input and prints a JSON list of texts for each of its lists: what a checkpoint
// says, or why it is refused; for a proof nothing where it holds, and why not where it does not.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Event      []byte
	Index      int64
	Proof      []string
	Checkpoint []byte
}

type consistency struct {
	Old   []byte
	New   []byte
	Proof []string
}

type asked struct {
	Key         string
	Origin      string
	Checkpoints [][]byte
	Inclusion   []inclusion
	Consistency []consistency
}

type answered struct {
	Checkpoints []string
	Inclusion   []string
	Consistency []string
}

// checkpoint returns what a signed note says of the log.
func (a asked) checkpoint(data []byte) (tree tlog.Tree, err error) {
	verifier, err := note.NewVerifier(a.Key)
	if err != nil {
		return tree, err
	}
	signed, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tree, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != a.Origin {
		return tree, fmt.Errorf("no checkpoint of this origin")
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return tree, err
}

func hashes(texts []string) ([]tlog.Hash, error) {
	var found []tlog.Hash
	for _, text := range texts {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return nil, err
		}
		found = append(found, hash)
	}
	return found, nil
}

func (a asked) included(c inclusion) error {
	tree, err := a.checkpoint(c.Checkpoint)
	if err != nil {
		return err
	}
	proof, err := hashes(c.Proof)
	if err != nil {
		return err
	}
	leaf := tlog.RecordHash([]byte(fmt.Sprintf("khronika/leaf/v1\n%x\n", sha256.Sum256(c.Event))))
	return tlog.CheckRecord(proof, tree.N, tree.Hash, c.Index, leaf)
}

func (a asked) consistent(c consistency) error {
	before, err := a.checkpoint(c.Old)
	if err != nil {
		return err
	}
	after, err := a.checkpoint(c.New)
	if err != nil {
		return err
	}
	proof, err := hashes(c.Proof)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, after.N, after.Hash, before.N, before.Hash)
}

func told(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}

func main() {
	var a asked
	if err := json.NewDecoder(os.Stdin).Decode(&a); err != nil {
		log.Fatal(err)
	}
	found := answered{}
	for _, one := range a.Checkpoints {
		tree, err := a.checkpoint(one)
		said := fmt.Sprintf("%d %s", tree.N, tree.Hash)
		if err != nil {
			said = "refused: " + err.Error()
		}
		found.Checkpoints = append(found.Checkpoints, said)
	}
	for _, one := range a.Inclusion {
		found.Inclusion = append(found.Inclusion, told(a.included(one)))
	}
	for _, one := range a.Consistency {
		found.Consistency = append(found.Consistency, told(a.consistent(one)))
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		log.Fatal(err)
	}
}
