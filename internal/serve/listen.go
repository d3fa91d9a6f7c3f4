package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Limits of what a client may take. A browser sends its request at once; who
// does not wants to hold connections.
const (
	headerTimeout = 3 * time.Second
	idleTimeout   = time.Minute
	maxHeader     = 32 << 10
	farewell      = 2 * time.Second
)

// tries is how many ports are tried from the wanted one on.
const tries = 100

// Listen listens on a host's port, or on the next one that is free. With port 0
// the system chooses.
func Listen(host string, port int) (net.Listener, error) {
	var first error
	for p := port; p < port+tries && p <= 65535; p++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(p)))
		if err == nil {
			return l, nil
		}
		if first == nil {
			first = err
		}
		if !inUse(err) {
			return nil, err
		}
	}
	return nil, first
}

// Addresses returns the addresses by which other machines reach this one, those
// of local networks first, IPv4 before IPv6.
func Addresses() []string {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil // then nobody reaches it
	}
	var ips []net.IP
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && n.IP.IsGlobalUnicast() {
			ips = append(ips, n.IP)
		}
	}
	rank := func(ip net.IP) int {
		r := 0
		if !ip.IsPrivate() {
			r++
		}
		if ip.To4() == nil {
			r += 2
		}
		return r
	}
	slices.SortStableFunc(ips, func(a, b net.IP) int { return rank(a) - rank(b) })
	var out []string
	for _, ip := range ips {
		out = append(out, ip.String())
	}
	return out
}

// Serve answers on a listener until the context is done.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler: s.Handler(), ReadHeaderTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
	stopped := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(stopped)
		s.hub.close() // streams end only when they are told
		late, cancel := context.WithTimeout(context.Background(), farewell)
		defer cancel()
		if server.Shutdown(late) != nil {
			_ = server.Close()
		}
	})
	err := server.Serve(l)
	if !stop() {
		<-stopped
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
