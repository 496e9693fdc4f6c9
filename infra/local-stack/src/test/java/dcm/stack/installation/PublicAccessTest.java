package dcm.stack.installation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dcm.stack.machine.StackFailure;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicAccessTest {
    private static final String URL = "https://dcm.example.org";

    @TempDir
    Path repository;

    @Test
    void installationIsOnLoopbackUnlessItHasAPublicUrl() {
        Installation installation = Installation.of(repository, Map.of());

        assertEquals(Optional.empty(), installation.publicAccess());
        assertEquals("http://localhost:8080", installation.userUrl());
        assertEquals("off", installation.publicEnvironment().get("DCM_TLS"));
    }

    @Test
    void acmeNeedsAUrlOnlyAndListensOnAllAddresses() {
        Installation installation = stored(Map.of("DCM_PUBLIC_URL", URL + "/", "DCM_TLS", "acme"));

        PublicAccess access = installation.publicAccess().orElseThrow();
        assertEquals(
                List.of(new InetSocketAddress("0.0.0.0", 80), new InetSocketAddress("0.0.0.0", 443)),
                access.listeners());
        Map<String, String> environment = installation.publicEnvironment();
        assertEquals("https://acme-v02.api.letsencrypt.org/directory", environment.get("DCM_ACME_DIRECTORY"));
        assertTrue(environment.get("DCM_TLS_CERTIFICATE").endsWith("tls/public/acme-acme-v02.api.letsencrypt.org.crt"));
        assertEquals(URL, installation.userUrl());
    }

    @Test
    void issuerIsAtThePublicUrlAndServicesReachItOnLoopback() {
        Installation installation = stored(Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "acme"));

        assertEquals(
                Map.of(
                        "DCM_ISSUER", URL + "/realms/dcm",
                        "DCM_RECORDED_ISSUER", "http://localhost:8085/realms/dcm",
                        "QUARKUS_OIDC_AUTH_SERVER_URL", "http://127.0.0.1:8085/realms/dcm"),
                installation.issuerEnvironment());
    }

    @Test
    void foreignIssuerStaysWhereItIs() {
        Installation installation = stored(Map.of(
                "DCM_PUBLIC_URL", URL,
                "DCM_TLS", "acme",
                "DCM_ISSUER", "https://id.example",
                "DCM_FIRST_ADMINISTRATOR", "alice"));

        assertEquals("https://id.example", installation.issuer());
        assertEquals(null, installation.publicEnvironment().get("DCM_KEYCLOAK_URL"));
    }

    @Test
    void emptyUrlReturnsToLoopback() {
        stored(Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "acme"));

        assertEquals(Optional.empty(), stored(Map.of("DCM_PUBLIC_URL", "")).publicAccess());
        assertEquals(Optional.empty(), Installation.of(repository, Map.of()).publicAccess());
    }

    @Test
    void portOfTheUrlIsThePortForTlsUnlessAnotherIsSet() {
        assertEquals(8443, access(Map.of("DCM_PUBLIC_URL", URL + ":8443")).httpsPort());
        assertEquals(
                18443,
                access(Map.of("DCM_PUBLIC_URL", URL + ":8443", "DCM_HTTPS_PORT", "18443"))
                        .httpsPort());
    }

    @Test
    void containersCannotPublishThePublicPorts() {
        var settings = Map.of("DCM_PUBLIC_URL", URL + ":8443", "DCM_TLS", "own-ca", "DCM_HTTP_PORT", "8480");

        assertEquals(
                "8080-8100,2222,8480,8443",
                Installation.of(repository, settings).ownPorts());
        assertEquals("8080-8100,2222", Installation.of(repository, Map.of()).ownPorts());
    }

    @Test
    void filesMustBeNamed() {
        Map<String, String> settings = new HashMap<>(Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "files"));
        assertRefused(settings, "DCM_TLS is files. Set DCM_TLS_CERTIFICATE");
        settings.put("DCM_TLS_CERTIFICATE", repository.resolve("a.crt").toString());
        settings.put("DCM_TLS_KEY", repository.resolve("a.key").toString());
        stored(settings);
        assertEquals(
                repository.resolve("a.key").toString(),
                Installation.of(repository, Map.of()).publicEnvironment().get("DCM_TLS_KEY"));
    }

    @Test
    void sourceOfTheCertificateCanBeChangedAlone() {
        stored(Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "acme"));

        PublicAccess access = stored(Map.of("DCM_TLS", "proxy")).publicAccess().orElseThrow();

        assertEquals(List.of(), access.addresses());
        assertEquals(List.of("127.0.0.1", "::1"), access.trustedProxies());
    }

    @Test
    void machinesMustNotConnectWithoutTlsUnlessItIsAllowed() {
        assertRefused(
                Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "proxy", "DCM_LISTEN", "192.0.2.1"),
                "DCM_LISTEN is '192.0.2.1', an address that other machines can reach");
        assertRefused(Map.of("DCM_PUBLIC_URL", "http://dcm.lan"), "DCM_PUBLIC_URL is 'http://dcm.lan', without TLS");

        var allowed = Map.of(
                "DCM_PUBLIC_URL", "http://dcm.lan",
                "DCM_LISTEN", "192.0.2.1",
                "DCM_ALLOW_PLAIN_HTTP", "true");

        assertEquals(
                List.of(new InetSocketAddress("192.0.2.1", 80)),
                access(allowed, "off").listeners());
    }

    @Test
    void contradictionsAreRefused() {
        assertRefused(Map.of("DCM_TLS", "acme"), "DCM_TLS is 'acme', but DCM_PUBLIC_URL is not set");
        assertRefused(Map.of("DCM_LISTEN", "0.0.0.0"), "DCM_LISTEN is '0.0.0.0', but DCM_PUBLIC_URL is not set");
        assertRefused(Map.of("DCM_PUBLIC_URL", URL), "DCM_PUBLIC_URL is '" + URL + "', but DCM_TLS is not set");
        assertRefused(Map.of("DCM_PUBLIC_URL", "http://dcm.lan", "DCM_TLS", "acme"), "must be an https URL");
        assertRefused(Map.of("DCM_PUBLIC_URL", "dcm.example.org", "DCM_TLS", "acme"), "must be a URL without a path");
        assertRefused(Map.of("DCM_PUBLIC_URL", URL + "/dcm", "DCM_TLS", "acme"), "must be a URL without a path");
        assertRefused(Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "letsencrypt"), "off, files, own-ca, acme, proxy");
        assertRefused(Map.of("DCM_PUBLIC_URL", "https://192.0.2.1", "DCM_TLS", "acme"), "a DNS name");
        assertRefused(
                Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "acme", "DCM_HTTP_PORT", "off"),
                "the ACME server connects to it");
        assertRefused(
                Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "own-ca", "DCM_HTTP_PORT", "http"),
                "DCM_HTTP_PORT is 'http', but must be a port number, or off.");
        assertRefused(
                Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "own-ca", "DCM_LISTEN", "eth0"), "DCM_LISTEN contains 'eth0'");
        assertRefused(
                Map.of("DCM_PUBLIC_URL", URL, "DCM_TLS", "proxy", "DCM_TRUSTED_PROXIES", "10.0.0.0/33"),
                "DCM_TRUSTED_PROXIES contains '10.0.0.0/33'");
    }

    private Installation stored(Map<String, String> settings) {
        Installation installation = Installation.of(repository, settings);
        installation.store();
        return installation;
    }

    private PublicAccess access(Map<String, String> settings) {
        return access(settings, "own-ca");
    }

    private PublicAccess access(Map<String, String> settings, String tls) {
        var all = new HashMap<>(settings);
        all.put("DCM_TLS", tls);
        return Installation.of(repository, all).publicAccess().orElseThrow();
    }

    private void assertRefused(Map<String, String> settings, String sentence) {
        String message = assertThrows(StackFailure.class, () -> Installation.of(repository, settings))
                .getMessage();
        assertTrue(message.contains(sentence), message);
    }
}
