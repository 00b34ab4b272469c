package session

// The kernel has no comm targets: it says so wherever a frontend asks.

func (s *Session) commInfo(r request) {
	s.reply(r, fields{"comms": fields{}})
}

// commOpen closes at once what a frontend opens.
func (s *Session) commOpen(r request) {
	var asked struct {
		ID string `json:"comm_id"`
	}
	if s.content(r, &asked) {
		s.publish(r.Message, "comm_close", fields{"comm_id": asked.ID, "data": fields{}})
	}
}

// commIgnored takes messages for comms that were closed above.
func (s *Session) commIgnored(request) {}
