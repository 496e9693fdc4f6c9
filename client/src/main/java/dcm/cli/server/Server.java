package dcm.cli.server;

import dcm.cli.config.Context;
import dcm.cli.config.Contexts;
import dcm.cli.config.StoredTokens.Tokens;
import dcm.cli.connection.CertificateFile;
import dcm.cli.connection.HttpClients;
import dcm.cli.connection.ServerAddress;
import dcm.cli.signin.SignIns;
import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import dcm.shell.command.GatewayServices.AccessToken;
import dcm.shell.document.AccountDocument;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The server that commands use: that of {@code --context}, of {@code DCM_URL}, of {@code DCM_CONTEXT}, or of the current
 * context. It is determined when a command needs it.
 */
public final class Server {
    /** The values of {@code DCM_ALLOW_HTTP} that permit http. */
    private static final Set<String> PERMISSIONS = Set.of("1", "true");

    private final Map<String, String> environment;
    private final Contexts contexts;
    private final SignIns signIns;
    private final Consumer<String> notice;
    private final AtomicBoolean reportedUnusedToken = new AtomicBoolean();
    private final ApiClient api = new ApiClient(this::client, this::address, () -> token().token());

    private @Nullable String requested;
    private Context.@Nullable Named selected;
    private @Nullable HttpClient client;

    /** @param notice prints a sentence for the user */
    public Server(Map<String, String> environment, Contexts contexts, SignIns signIns, Consumer<String> notice) {
        this.environment = environment;
        this.contexts = contexts;
        this.signIns = signIns;
        this.notice = notice;
    }

    /** Sets the value of {@code --context}; null: the option is not given. */
    public void request(@Nullable String context) {
        requested = context == null ? requested : context;
    }

    /** The value of {@code --context} or {@code DCM_CONTEXT}; empty: the current context. */
    public Optional<String> requested() {
        return Optional.ofNullable(requested).or(() -> variable("DCM_CONTEXT")).map(Context::requireName);
    }

    public ApiClient api() {
        return api;
    }

    /** The address of the API gateway. */
    public URI address() {
        Optional<String> url = fixedUrl();
        return url.isPresent()
                ? ServerAddress.ofGateway(url.get(), allowsHttp())
                : context().context().encryptedUri();
    }

    private boolean allowsHttp() {
        return variable("DCM_ALLOW_HTTP").filter(PERMISSIONS::contains).isPresent();
    }

    /** The context of the server, for sentences; or its address if that is set without a context. */
    public String name() {
        return fixedUrl().orElseGet(() -> context().name());
    }

    /** The name of the user's account. */
    public String account() {
        if (fixedUrl().isPresent()) {
            return ownAccount();
        }
        Context.Named named = context();
        if (!named.context().account().isEmpty()) {
            return named.context().account();
        }
        String account = ownAccount();
        contexts.setAccount(named.name(), account);
        return account;
    }

    private String ownAccount() {
        return api.get("/v1/me").read(AccountDocument.class).name();
    }

    /** A valid access token. */
    public AccessToken token() {
        Optional<String> fixed = variable("DCM_TOKEN");
        if (fixedUrl().isPresent()) {
            return new AccessToken(
                    fixed.orElseThrow(() -> new CommandFailure(
                            ExitCode.USAGE,
                            "DCM_URL is set. Set DCM_TOKEN to an access token, or use a context without DCM_URL.")),
                    0);
        }
        if (fixed.isPresent() && !reportedUnusedToken.getAndSet(true)) {
            notice.accept(
                    "DCM_TOKEN is not used: it is for the server of DCM_URL, and this command uses the context %s."
                            .formatted(context().name()));
        }
        Tokens tokens = signIns.valid(context());
        return new AccessToken(
                tokens.access(),
                Math.max(0, Duration.between(Instant.now(), tokens.expiresAt()).toSeconds()));
    }

    /** Whether {@code DCM_TOKEN} is used instead of a sign-in. */
    public boolean hasFixedToken() {
        return fixedUrl().isPresent() && variable("DCM_TOKEN").isPresent();
    }

    /** Whether the server is that of {@code DCM_URL} instead of a context. */
    public boolean hasFixedAddress() {
        return fixedUrl().isPresent();
    }

    private Optional<String> fixedUrl() {
        return requested == null ? variable("DCM_URL") : Optional.empty();
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * The context of the server.
     *
     * @throws CommandFailure if there is none
     */
    public Context.Named context() {
        Context.Named known = selected;
        if (known != null) {
            return known;
        }
        Optional<String> name = requested();
        Context.Named found = name.isPresent() ? named(name.get()) : current();
        selected = found;
        return found;
    }

    /** The context with this name. */
    public Context.Named named(String name) {
        return contexts.find(Context.requireName(name))
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        "There is no context '%s'. 'dcm context ls' lists them; 'dcm login URL --context %s' creates it."
                                .formatted(name, name)));
    }

    private Context.Named current() {
        return contexts.current()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE,
                        contexts.all().contexts().isEmpty()
                                ? "You are not signed in to a server. Sign in: dcm login URL"
                                : "No context is selected. Select one: dcm context use NAME"));
    }

    private HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClients.of(certificates());
            client = known;
        }
        return known;
    }

    /** The additional certificate authorities: of the context, or the file in {@code DCM_CA}. */
    private String certificates() {
        return fixedUrl().isPresent()
                ? variable("DCM_CA").map(CertificateFile::read).orElse("")
                : context().context().certificates();
    }
}
