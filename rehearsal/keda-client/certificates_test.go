package kedaclient

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// keyPair is a certificate and its key, both in PEM.
type keyPair struct {
	certificate, key string
	parsed           *x509.Certificate
	private          *ecdsa.PrivateKey
}

// newAuthority makes a certificate that others are signed with.
func newAuthority(t *testing.T, name string) keyPair {
	t.Helper()
	return sign(t, authorityNamed(name), nil)
}

// newAuthority makes one that this authority has signed.
func (authority keyPair) newAuthority(t *testing.T, name string) keyPair {
	t.Helper()
	return sign(t, authorityNamed(name), &authority)
}

func authorityNamed(name string) *x509.Certificate {
	return &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
}

// issue makes a certificate of 127.0.0.1, for a server and for a client.
func (authority keyPair) issue(t *testing.T, name string) keyPair {
	t.Helper()
	return sign(t, &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, &authority)
}

// secret is what cert-manager writes for a certificate that an authority below this root has signed: the authority's own
// certificate after it, the root as ca.crt, and the key in SEC 1.
func (root keyPair) secret(t *testing.T, authority keyPair, name string) map[string]string {
	t.Helper()
	leaf := authority.issue(t, name)
	key, err := x509.MarshalECPrivateKey(leaf.private)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"tls.crt": leaf.certificate + authority.certificate, "tls.key": inPEM("EC PRIVATE KEY", key), "ca.crt": root.certificate}
}

// tlsDirectory is what the scaler finds in its Secret.
func (authority keyPair) tlsDirectory(t *testing.T) string {
	t.Helper()
	server := authority.issue(t, "scaler")
	return mounted(t, map[string]string{"tls.crt": server.certificate, "tls.key": server.key, "ca.crt": authority.certificate})
}

// mounted is a directory with the keys of a Secret.
func mounted(t *testing.T, secret map[string]string) string {
	t.Helper()
	directory := t.TempDir()
	for name, text := range secret {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

// sign signs with the authority's key, or with the certificate's own without one.
func sign(t *testing.T, template *x509.Certificate, authority *keyPair) keyPair {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template.NotBefore = time.Now().Add(-time.Minute)
	template.NotAfter = time.Now().Add(time.Hour)
	if template.SerialNumber, err = rand.Int(rand.Reader, big.NewInt(1<<62)); err != nil {
		t.Fatal(err)
	}
	parent, signer := template, private
	if authority != nil {
		parent, signer = authority.parsed, authority.private
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, parent, private.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(certificate)
	if err != nil {
		t.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return keyPair{inPEM("CERTIFICATE", certificate), inPEM("PRIVATE KEY", key), parsed, private}
}

func inPEM(kind string, bytes []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}))
}
