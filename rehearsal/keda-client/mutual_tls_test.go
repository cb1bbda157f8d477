package kedaclient

import (
	"testing"
	"time"

	"github.com/kedacore/keda/v2/pkg/scalers"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestMutualTLS(t *testing.T) {
	authority, stranger := newAuthority(t, "scaler-ca"), newAuthority(t, "another-ca")
	keda, foreign := authority.issue(t, "keda"), stranger.issue(t, "keda")
	process := startScaler(t, "TLS_DIRECTORY="+authority.tlsDirectory(t))

	// What the construct's TriggerAuthentication gives to KEDA.
	accepted := map[string]string{"caCert": authority.certificate, "tlsClientCert": keda.certificate, "tlsClientKey": keda.key}

	t.Run("answers and pushes when both know each other", func(t *testing.T) {
		config := trigger(t, process.grpc, "known")
		config.TriggerMetadata["enableTLS"] = "true"
		config.AuthParams = accepted
		expectAnswer(t, poller(t, config), "0", false)
		_, active, _ := pusher(t, config)
		receive(t, active, seenWithin)
		process.change(t, "known", "add", 1)
		if !receive(t, active, time.Second) {
			t.Error("got inactive; expected active")
		}
	})

	for _, refused := range []struct {
		what string
		auth map[string]string
		tls  string
	}{
		{"refuses plain text", nil, "false"},
		{"refuses a caller without a certificate", map[string]string{"caCert": authority.certificate}, "true"},
		{"refuses a caller that lost its key, as KEDA does when a Secret lacks one",
			map[string]string{"caCert": authority.certificate, "tlsClientCert": keda.certificate}, "true"},
		{"refuses a certificate of another authority",
			map[string]string{"caCert": authority.certificate, "tlsClientCert": foreign.certificate, "tlsClientKey": foreign.key}, "true"},
		{"is refused by a caller that expects another authority",
			map[string]string{"caCert": stranger.certificate, "tlsClientCert": keda.certificate, "tlsClientKey": keda.key}, "true"},
	} {
		t.Run(refused.what, func(t *testing.T) {
			config := trigger(t, process.grpc, "refused")
			config.TriggerMetadata["enableTLS"] = refused.tls
			config.AuthParams = refused.auth
			scaler := poller(t, config)
			if value, active, err := answer(scaler, 0); status.Code(err) != codes.Unavailable {
				t.Errorf("got %s, %t, %v; expected Unavailable", value, active, err)
			}
			_, active, _ := pusher(t, config)
			expectSilence(t, active, time.Second)
		})
	}

	t.Run("a certificate that is none fails when KEDA builds the scaler", func(t *testing.T) {
		config := trigger(t, process.grpc, "broken")
		config.AuthParams = map[string]string{"tlsClientCert": "none", "tlsClientKey": keda.key}
		if _, err := scalers.NewExternalScaler(config); err == nil {
			t.Error("got a scaler; expected an error")
		}
	})
}

func TestMutualTLSWithTheSecretsOfCertManager(t *testing.T) {
	root := newAuthority(t, "root-ca")
	intermediate := root.newAuthority(t, "intermediate-ca")
	process := startScaler(t, "TLS_DIRECTORY="+mounted(t, root.secret(t, intermediate, "scaler")))
	keda := root.secret(t, intermediate, "keda-operator")
	config := trigger(t, process.grpc, "chain")
	config.TriggerMetadata["enableTLS"] = "true"
	config.AuthParams = map[string]string{"caCert": keda["ca.crt"], "tlsClientCert": keda["tls.crt"], "tlsClientKey": keda["tls.key"]}
	expectAnswer(t, poller(t, config), "0", false)
}

func TestTLSAgainstAScalerInPlainTextIsRefused(t *testing.T) {
	authority := newAuthority(t, "scaler-ca")
	config := trigger(t, startScaler(t).grpc, "plain")
	config.TriggerMetadata["enableTLS"] = "true"
	config.AuthParams = map[string]string{"caCert": authority.certificate}
	if value, active, err := answer(poller(t, config), 0); status.Code(err) != codes.Unavailable {
		t.Errorf("got %s, %t, %v; expected Unavailable", value, active, err)
	}
}
