package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How users on other machines reach the API gateway.
 *
 * @param url its URL in their browsers, without a path
 * @param addresses the addresses of this machine on which it listens, in addition to loopback
 * @param httpsPort the port there for TLS
 * @param httpPort the port there without TLS, which redirects to HTTPS or is for a reverse proxy; empty: none
 * @param files the certificate and the private key that an administrator provides; empty: DCM creates them
 * @param acmeDirectory the URL of the ACME server
 * @param acmeEmail the address of the account at the ACME server; empty: none
 * @param acmeCa a file with the authority of the ACME server's own certificate; empty: those of the JDK
 * @param trustedProxies the addresses and networks of reverse proxies whose X-Forwarded headers are believed
 * @param plainHttpAllowed whether other machines may connect without TLS
 */
public record PublicAccess(
        URI url,
        TlsMode tls,
        List<String> addresses,
        int httpsPort,
        OptionalInt httpPort,
        Optional<KeyFiles> files,
        URI acmeDirectory,
        Optional<String> acmeEmail,
        Optional<Path> acmeCa,
        List<String> trustedProxies,
        boolean plainHttpAllowed) {
    /** The name of the setting. */
    public static final String URL = "DCM_PUBLIC_URL";

    private static final String TLS = "DCM_TLS";
    private static final String LISTEN = "DCM_LISTEN";
    private static final String HTTPS_PORT = "DCM_HTTPS_PORT";
    private static final String HTTP_PORT = "DCM_HTTP_PORT";
    private static final String CERTIFICATE = "DCM_TLS_CERTIFICATE";
    private static final String KEY = "DCM_TLS_KEY";
    private static final String ACME_DIRECTORY = "DCM_ACME_DIRECTORY";
    private static final String ACME_EMAIL = "DCM_ACME_EMAIL";
    private static final String ACME_CA = "DCM_ACME_CA";
    private static final String TRUSTED_PROXIES = "DCM_TRUSTED_PROXIES";
    private static final String ALLOW_PLAIN_HTTP = "DCM_ALLOW_PLAIN_HTTP";

    /** The names of all settings about it. */
    static final List<String> NAMES = List.of(
            URL,
            TLS,
            LISTEN,
            HTTPS_PORT,
            HTTP_PORT,
            CERTIFICATE,
            KEY,
            ACME_DIRECTORY,
            ACME_EMAIL,
            ACME_CA,
            TRUSTED_PROXIES,
            ALLOW_PLAIN_HTTP);

    private static final String LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";
    private static final String ALL_ADDRESSES = "0.0.0.0";
    private static final String LOOPBACK = "127.0.0.1,::1";
    private static final int MAX_PORT = 65_535;
    private static final int USUAL_HTTP_PORT = 80;
    private static final String NONE = "off";

    /** A certificate with its chain, and its private key, as PEM. */
    public record KeyFiles(Path certificate, Path key) {}

    /**
     * As the settings describe it; empty if the API gateway is reachable on loopback only.
     *
     * @throws StackFailure if they contradict each other, or other machines could connect without TLS
     */
    static Optional<PublicAccess> of(Settings settings) {
        TlsMode tls = tls(settings.get(TLS, () -> NONE));
        List<String> listen = list(settings.get(LISTEN, ""));
        listen.forEach(PublicAccess::requireAddress);
        String url = settings.get(URL, "");
        if (url.isBlank() && settings.isCleared(URL)) { // back to loopback
            return Optional.empty();
        }
        if (url.isBlank()) {
            requireLoopbackOnly(tls, listen);
            return Optional.empty();
        }
        URI address = address(url);
        List<String> addresses = listen.isEmpty() ? usualAddresses(tls) : listen;
        var access = new PublicAccess(
                address,
                tls,
                addresses,
                port(settings, HTTPS_PORT, Integer.toString(usualHttpsPort(address)))
                        .orElseThrow(() -> wrongPort(HTTPS_PORT, NONE)),
                addresses.isEmpty()
                        ? OptionalInt.empty()
                        : port(settings, HTTP_PORT, Integer.toString(USUAL_HTTP_PORT)),
                tls == TlsMode.FILES ? Optional.of(files(settings)) : Optional.empty(),
                URI.create(settings.get(ACME_DIRECTORY, () -> LETS_ENCRYPT)),
                Optional.of(settings.get(ACME_EMAIL, "")).filter(email -> !email.isBlank()),
                Optional.of(settings.get(ACME_CA, ""))
                        .filter(file -> !file.isBlank())
                        .map(file -> Path.of(file).toAbsolutePath()),
                list(settings.get(TRUSTED_PROXIES, () -> usualProxies(tls))),
                settings.flag(ALLOW_PLAIN_HTTP));
        access.check();
        return Optional.of(access);
    }

    private static void requireLoopbackOnly(TlsMode tls, List<String> listen) {
        if (tls != TlsMode.OFF || !listen.isEmpty()) {
            String given = tls == TlsMode.OFF ? LISTEN + " is '" + String.join(",", listen) : TLS + " is '" + tls;
            throw new StackFailure(("%s', but %s is not set. Set it to the URL at which users reach DCM, such as"
                            + " https://dcm.example.org.")
                    .formatted(given, URL));
        }
    }

    private void check() {
        boolean https = "https".equals(url.getScheme());
        if (https && tls == TlsMode.OFF) {
            throw new StackFailure(
                    "%s is '%s', but %s is not set. Set it to acme (a certificate of Let's Encrypt), files (your own"
                                    .formatted(URL, url, TLS)
                            + " certificate), own-ca (a certificate of DCM's own authority), or proxy (a reverse proxy has the"
                            + " certificate).");
        }
        if (!https && tls != TlsMode.OFF) {
            throw new StackFailure(
                    "%s is '%s', so %s must be an https URL, but it is '%s'.".formatted(TLS, tls, URL, url));
        }
        requireTlsBeyondLoopback();
        if (tls == TlsMode.ACME) {
            checkAcme();
        }
        trustedProxies.forEach(PublicAccess::requireNetwork);
    }

    /** Others in the network could read passwords and tokens. */
    private void requireTlsBeyondLoopback() {
        if (tls.isGateway() || plainHttpAllowed) {
            return;
        }
        addresses.stream()
                .filter(address -> !InetAddress.ofLiteral(address).isLoopbackAddress())
                .findFirst()
                .ifPresent(address -> {
                    throw new StackFailure(
                            ("%s is '%s', an address that other machines can reach, and %s is '%s': others in the network"
                                            + " could read passwords and tokens. Set %s to acme, files or own-ca%s. If the"
                                            + " network is trusted, set %s=true.")
                                    .formatted(
                                            LISTEN,
                                            address,
                                            TLS,
                                            tls,
                                            TLS,
                                            tls == TlsMode.PROXY ? ", or let the proxy run on this machine" : "",
                                            ALLOW_PLAIN_HTTP));
                });
        if (tls == TlsMode.OFF && !isLoopback(url.getHost())) {
            throw new StackFailure(
                    "%s is '%s', without TLS. Use an https URL and set %s. If the network is trusted, set %s=true."
                            .formatted(URL, url, TLS, ALLOW_PLAIN_HTTP));
        }
    }

    private void checkAcme() {
        if (isLiteral(url.getHost()) || !url.getHost().contains(".")) {
            throw new StackFailure(
                    "%s is acme, so %s must contain a DNS name that the ACME server can resolve, but it is '%s'."
                            .formatted(TLS, URL, url));
        }
        if (httpPort.isEmpty()) {
            throw new StackFailure(
                    "%s is acme, so %s must not be off: the ACME server connects to it.".formatted(TLS, HTTP_PORT));
        }
        if (!"https".equals(acmeDirectory.getScheme())) {
            throw new StackFailure("%s is '%s', but must be an https URL.".formatted(ACME_DIRECTORY, acmeDirectory));
        }
    }

    private static List<String> usualAddresses(TlsMode tls) {
        return tls.isGateway() ? List.of(ALL_ADDRESSES) : List.of();
    }

    private static int usualHttpsPort(URI url) {
        return url.getPort() > 0 ? url.getPort() : 443;
    }

    private static String usualProxies(TlsMode tls) {
        return tls == TlsMode.PROXY ? LOOPBACK : "";
    }

    /** The settings by name, to be stored: those that differ from the defaults. */
    Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put(URL, url.toString());
        settings.put(TLS, tls.toString());
        if (!addresses.equals(usualAddresses(tls))) {
            settings.put(LISTEN, String.join(",", addresses));
        }
        if (httpsPort != usualHttpsPort(url)) {
            settings.put(HTTPS_PORT, Integer.toString(httpsPort));
        }
        if (!addresses.isEmpty() && !httpPort.equals(OptionalInt.of(USUAL_HTTP_PORT))) {
            settings.put(HTTP_PORT, httpPort.isPresent() ? Integer.toString(httpPort.getAsInt()) : NONE);
        }
        files.ifPresent(own -> {
            settings.put(CERTIFICATE, own.certificate().toString());
            settings.put(KEY, own.key().toString());
        });
        if (tls == TlsMode.ACME) {
            if (!acmeDirectory.toString().equals(LETS_ENCRYPT)) {
                settings.put(ACME_DIRECTORY, acmeDirectory.toString());
            }
            acmeEmail.ifPresent(email -> settings.put(ACME_EMAIL, email));
            acmeCa.ifPresent(file -> settings.put(ACME_CA, file.toString()));
        }
        if (!String.join(",", trustedProxies).equals(usualProxies(tls))) {
            settings.put(TRUSTED_PROXIES, String.join(",", trustedProxies));
        }
        if (plainHttpAllowed) {
            settings.put(ALLOW_PLAIN_HTTP, "true");
        }
        return settings;
    }

    /** The names of settings that have no effect in its mode, each with the mode in which it has. */
    Map<String, TlsMode> unused() {
        var unused = new LinkedHashMap<String, TlsMode>();
        if (tls != TlsMode.FILES) {
            List.of(CERTIFICATE, KEY).forEach(name -> unused.put(name, TlsMode.FILES));
        }
        if (tls != TlsMode.ACME) {
            List.of(ACME_DIRECTORY, ACME_EMAIL, ACME_CA).forEach(name -> unused.put(name, TlsMode.ACME));
        }
        return unused;
    }

    /** The environment of the API gateway, apart from the files of the certificate. */
    public Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put(URL, url.toString());
        environment.put(TLS, tls.toString());
        environment.put(LISTEN, String.join(",", addresses));
        environment.put(HTTPS_PORT, Integer.toString(httpsPort));
        environment.put(HTTP_PORT, httpPort.isPresent() ? Integer.toString(httpPort.getAsInt()) : "");
        environment.put(TRUSTED_PROXIES, String.join(",", trustedProxies));
        environment.put(ALLOW_PLAIN_HTTP, Boolean.toString(plainHttpAllowed));
        return environment;
    }

    /** The environment of an API gateway on loopback, so that it does not inherit other settings. */
    static Map<String, String> none() {
        return Map.of(URL, "", TLS, NONE, LISTEN, "", HTTP_PORT, "", TRUSTED_PROXIES, "");
    }

    /** Everything on which the API gateway listens beyond its first listener. */
    public List<InetSocketAddress> listeners() {
        var listeners = new ArrayList<InetSocketAddress>();
        for (String address : addresses) {
            InetAddress local = InetAddress.ofLiteral(address);
            httpPort.ifPresent(port -> listeners.add(new InetSocketAddress(local, port)));
            if (tls.isGateway()) {
                listeners.add(new InetSocketAddress(local, httpsPort));
            }
        }
        return listeners;
    }

    private static TlsMode tls(String value) {
        return Arrays.stream(TlsMode.values())
                .filter(mode -> mode.toString().equals(value))
                .findFirst()
                .orElseThrow(() -> new StackFailure("%s is '%s', but must be one of: %s."
                        .formatted(
                                TLS,
                                value,
                                Arrays.stream(TlsMode.values())
                                        .map(TlsMode::toString)
                                        .collect(Collectors.joining(", ")))));
    }

    private static URI address(String url) {
        try {
            URI address = new URI(url.replaceFirst("/+$", ""));
            boolean http = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (http
                    && address.getHost() != null
                    && address.getPath().isEmpty()
                    && address.getUserInfo() == null
                    && address.getQuery() == null
                    && address.getFragment() == null) {
                return address;
            }
        } catch (URISyntaxException noUri) {
            // reported below
        }
        throw new StackFailure(
                "%s is '%s', but must be a URL without a path, such as https://dcm.example.org.".formatted(URL, url));
    }

    private static KeyFiles files(Settings settings) {
        String certificate = settings.get(CERTIFICATE, "");
        String key = settings.get(KEY, "");
        if (certificate.isBlank() || key.isBlank()) {
            throw new StackFailure(
                    "%s is files. Set %s to a PEM file with the certificate, followed by those of its authorities, and %s to"
                                    .formatted(TLS, CERTIFICATE, KEY)
                            + " a PEM file with its private key.");
        }
        return new KeyFiles(Path.of(certificate).toAbsolutePath(), Path.of(key).toAbsolutePath());
    }

    /** The files that settings name, by setting. */
    Map<String, Path> namedFiles() {
        var named = new LinkedHashMap<String, Path>();
        files.ifPresent(pair -> {
            named.put(CERTIFICATE, pair.certificate());
            named.put(KEY, pair.key());
        });
        acmeCa.ifPresent(file -> named.put(ACME_CA, file));
        return named;
    }

    /** Empty if it is switched off. */
    private static OptionalInt port(Settings settings, String name, String otherwise) {
        String value = settings.get(name, () -> otherwise);
        if (value.equals(NONE)) {
            return OptionalInt.empty();
        }
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MAX_PORT) {
            throw wrongPort(name, value);
        }
        return OptionalInt.of(Integer.parseInt(value));
    }

    private static StackFailure wrongPort(String name, String value) {
        return new StackFailure("%s is '%s', but must be a port number%s."
                .formatted(name, value, name.equals(HTTP_PORT) ? ", or off" : ""));
    }

    private static void requireAddress(String address) {
        if (!isLiteral(address)) {
            throw new StackFailure(
                    "%s contains '%s', but must be a list of IP addresses of this machine, or 0.0.0.0 for all."
                            .formatted(LISTEN, address));
        }
    }

    private static void requireNetwork(String network) {
        String[] parts = network.split("/", 2);
        boolean valid = isLiteral(parts[0])
                && (parts.length == 1
                        || parts[1].matches("\\d{1,3}")
                                && Integer.parseInt(parts[1])
                                        <= Byte.SIZE
                                                * InetAddress.ofLiteral(parts[0])
                                                        .getAddress()
                                                        .length);
        if (!valid) {
            throw new StackFailure(
                    "%s contains '%s', but must be a list of IP addresses, or of networks such as 10.0.0.0/8."
                            .formatted(TRUSTED_PROXIES, network));
        }
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || isLiteral(host)
                        && InetAddress.ofLiteral(withoutBrackets(host)).isLoopbackAddress();
    }

    private static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(withoutBrackets(host));
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
