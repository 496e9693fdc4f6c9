package dcm.cli.signin;

import dcm.cli.config.Context;
import dcm.cli.config.StoredTokens;
import dcm.cli.config.StoredTokens.Tokens;
import dcm.cli.connection.HttpClients;
import dcm.cli.connection.WebRequest;
import dcm.cli.signin.DeviceLogin.Pause;
import dcm.cli.signin.Issuer.DeviceAuthorization;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Signs the user in and out, and keeps the access tokens of contexts valid. */
public final class SignIns {
    /** A token that expires sooner is renewed, so that it does not expire on its way. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(20);

    private final ReentrantLock renewing = new ReentrantLock();
    private final StoredTokens stored;
    private final InstantSource clock;
    private final Pause pause;

    public SignIns(StoredTokens stored) {
        this(stored, InstantSource.system(), Thread::sleep);
    }

    SignIns(StoredTokens stored, InstantSource clock, Pause pause) {
        this.stored = stored;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Where the user signs in.
     *
     * @param page the page for the code
     * @param completePage the page that has the code already; empty if there is none
     * @param minutes how long the code is valid
     */
    public record Prompt(String page, String code, String completePage, long minutes) {}

    /** A completed sign-in. */
    public record SignedIn(SignInSettings settings, Tokens tokens) {}

    /**
     * Signs in with device login.
     *
     * @param certificates additional certificate authorities (PEM); may be empty
     * @param allowHttp whether the issuer can be without TLS on another machine
     * @param issuerCheck gets the issuer that the server states, before it is asked; throws if the user does not want it
     * @param prompt shows the user where to sign in
     */
    public SignedIn signIn(
            URI server, String certificates, boolean allowHttp, Consumer<String> issuerCheck, Consumer<Prompt> prompt) {
        var web = new WebRequest(HttpClients.of(certificates));
        SignInSettings settings = SignInSettings.of(web, server);
        issuerCheck.accept(settings.issuer());
        Issuer issuer = Issuer.of(web, settings.issuer(), settings.clientId(), allowHttp, clock);
        DeviceAuthorization device = issuer.authorizeDevice(settings.scopes());
        prompt.accept(new Prompt(
                device.page(),
                device.userCode(),
                device.completePage(),
                device.lifetime().toMinutes()));
        return new SignedIn(settings, new DeviceLogin(issuer, clock, pause).await(device));
    }

    /** Stores the tokens of a new sign-in. */
    public void store(String context, Tokens tokens) {
        stored.locked(context, () -> {
            stored.write(context, tokens);
            return true;
        });
    }

    public boolean isSignedIn(String context) {
        return stored.read(context).isPresent();
    }

    /**
     * Tokens whose access token is valid, renewed if needed. Of several processes, one renews.
     *
     * @throws CommandFailure if the user is not signed in, or the sign-in has ended
     */
    public Tokens valid(Context.Named context) {
        Tokens tokens = stored.read(context.name()).orElseThrow(() -> signedOut(context));
        if (isValid(tokens)) {
            return tokens;
        }
        renewing.lock();
        try {
            return stored.locked(context.name(), () -> renewed(context));
        } finally {
            renewing.unlock();
        }
    }

    /**
     * Waits for the end of a renewal by another thread. The process must not exit during it: some issuers accept a refresh token only
     * once, so that the next one must be stored.
     */
    public void awaitRenewal() {
        try {
            if (renewing.tryLock(LONGEST_RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                renewing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Tokens renewed(Context.Named context) {
        Tokens tokens = stored.read(context.name()).orElseThrow(() -> signedOut(context));
        if (isValid(tokens)) { // another process renewed them
            return tokens;
        }
        Optional<Tokens> newer =
                tokens.refresh().isEmpty() ? Optional.empty() : issuer(context).refresh(tokens);
        if (newer.isEmpty()) {
            stored.delete(context.name());
            throw ended(context);
        }
        stored.write(context.name(), newer.get());
        return newer.get();
    }

    /** Deletes the tokens and ends the sign-in at the issuer. Returns whether the issuer confirmed it. */
    public boolean signOut(Context.Named context) {
        return stored.locked(context.name(), () -> {
            Optional<Tokens> tokens = stored.read(context.name());
            stored.delete(context.name());
            return tokens.isEmpty() || issuer(context).revoke(tokens.get());
        });
    }

    private Issuer issuer(Context.Named named) {
        Context context = named.context();
        var web = new WebRequest(HttpClients.of(context.certificates()));
        return Issuer.of(web, context.issuer(), context.clientId(), context.allowHttp(), clock);
    }

    private boolean isValid(Tokens tokens) {
        return clock.instant().plus(MARGIN).isBefore(tokens.expiresAt());
    }

    private static CommandFailure signedOut(Context.Named context) {
        return new CommandFailure(
                ExitCode.REFUSED,
                "You are not signed in to %1$s. Sign in: dcm login --context %1$s".formatted(context.name()));
    }

    private static CommandFailure ended(Context.Named context) {
        return new CommandFailure(
                ExitCode.REFUSED,
                "Your sign-in to %1$s has ended. Sign in again: dcm login --context %1$s".formatted(context.name()));
    }
}
