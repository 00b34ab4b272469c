package hunt

import (
	"cmp"
	"context"
	"slices"

	"gohunt/hunt/cases/thehive"
)

// Tracker is a case system.
type Tracker struct {
	client *thehive.Client
	called string
	dry    bool
}

// TheHive is the case system at url (http or https, or a registered scheme like "lab:"), with the key of APIKey, else
// hunt.Secret("thehive"); Unverified accepts any TLS certificate. It sends nothing yet.
func TheHive(url string, opts ...Option) *Tracker {
	s := apply("TheHive", opts, "APIKey", "Unverified")
	where := service("TheHive", "thehive", url)
	key := cmp.Or(s.secret.Reveal(), where.Key)
	if key == "" {
		key = Secret("thehive").Reveal()
	}
	client, err := thehive.New(thehive.Config{URL: where.URL, Key: key, Unverified: s.unverified})
	raise("TheHive", withoutUser(url), err)
	return &Tracker{client, where.called, false}
}

// String is the case system's address.
func (t *Tracker) String() string { return "TheHive at " + t.called }

// MIME is the case system's address as text/plain.
func (t *Tracker) MIME() map[string]any { return Text(t.String()).MIME() }

// DryRun is the same case system, but Push only shows what it would change.
func (t *Tracker) DryRun() *Tracker { return &Tracker{t.client, t.called, true} }

// Push opens the case, or finds the one that an earlier Push with the same Ref opened, and adds the observables that it
// does not have yet. It is never sent in a way that could open two. Title, description and marks of a case that is there
// stay as people may have changed them. Raises an *Error; what a server refuses of the observables is shown, not raised.
func (t *Tracker) Push(c Case) *Pushed {
	if c.Ref == "" || c.Title == "" {
		refuse("Push", c.Title, "a case needs a Ref and a Title", `write hunt.Case{Ref: "powershell", Title: "…"}: the Ref finds it again`)
	}
	ctx := cell()
	p, err := t.open(ctx, c)
	raise("Push", c.Title, err)
	for _, o := range c.Observables {
		raise("Push", c.Title, t.observe(ctx, p, o))
	}
	return p
}

// tag is how a case is found again.
func (c Case) tag() string { return "hunt:" + c.Ref }

func (t *Tracker) open(ctx context.Context, c Case) (*Pushed, error) {
	found, there, err := t.client.FindCase(ctx, c.tag())
	if err != nil {
		return nil, err
	}
	if !there && t.dry {
		return &Pushed{Title: c.Title, DryRun: true, Created: true}, nil
	}
	if !there {
		found, err = t.client.CreateCase(ctx, c.draft())
	}
	if err != nil {
		return nil, err
	}
	p := &Pushed{ID: found.ID, Number: found.Number, Title: found.Title, URL: found.URL, Created: !there, DryRun: t.dry}
	if t.dry {
		p.had, err = t.client.Observables(ctx, found.ID)
	}
	return p, err
}

func (c Case) draft() thehive.Draft {
	pap := -1
	if c.PAP != 0 {
		pap = int(c.PAP - White)
	}
	return thehive.Draft{Ref: c.tag(), Title: c.Title, Description: c.Description, TLP: thehive.TLP(c.TLP.String()), PAP: pap,
		Severity: int(c.Severity), Tags: c.Tags}
}

func (t *Tracker) observe(ctx context.Context, p *Pushed, o Observable) error {
	if t.dry {
		p.foresee(o)
		return nil
	}
	added, err := t.client.AddObservables(ctx, p.ID, thehive.Observables{Type: o.kind, Data: o.values, Message: o.note,
		TLP: thehive.TLP(o.tlp.String()), Tags: o.tags, IOC: o.ioc})
	if err != nil {
		return err
	}
	for _, v := range added.New {
		p.note(o, v, "added")
	}
	for _, v := range added.Existing {
		p.note(o, v, "there already")
	}
	for _, v := range o.values {
		if reason, refused := added.Failed[v]; refused {
			p.note(o, v, "refused: "+reason)
		}
	}
	return nil
}

// foresee notes what adding the observable would do.
func (p *Pushed) foresee(o Observable) {
	for i, v := range o.values {
		switch {
		case v == "" || slices.Contains(o.values[:i], v):
		case slices.Contains(p.had[o.kind], v):
			p.note(o, v, "there already")
		default:
			p.note(o, v, "would be added")
		}
	}
}
