package dcm.cli.signin;

import dcm.cli.config.StoredTokens.Tokens;
import dcm.cli.connection.WebRequest;
import dcm.cli.connection.WebRequest.Answer;
import dcm.cli.signin.Issuer.DeviceAuthorization;
import dcm.shell.api.CommandFailure;
import dcm.shell.api.CommandInterruptedException;
import dcm.shell.api.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Waits until the user has signed in on another device or in a browser (RFC 8628). */
final class DeviceLogin {
    /** How much longer to wait after the answer {@code slow_down}. */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private final Issuer issuer;
    private final InstantSource clock;
    private final Pause pause;

    /** Waits for a time. */
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    DeviceLogin(Issuer issuer, InstantSource clock, Pause pause) {
        this.issuer = issuer;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Returns the tokens when the user has signed in.
     *
     * @throws CommandFailure if the user refuses, the code expires or the issuer refuses
     */
    Tokens await(DeviceAuthorization device) {
        Instant end = clock.instant().plus(device.lifetime());
        Duration interval = device.interval();
        while (clock.instant().isBefore(end)) {
            sleep(interval);
            try {
                Answer answer = issuer.poll(device);
                if (answer.isSuccess()) {
                    return issuer.tokens(answer, "");
                }
                switch (answer.error()) {
                    case Issuer.AUTHORIZATION_PENDING -> {}
                    case Issuer.SLOW_DOWN -> interval = interval.plus(SLOWER);
                    case "expired_token" -> throw expired();
                    case "access_denied" ->
                        throw new CommandFailure(ExitCode.REFUSED, "The sign-in was refused in the browser.");
                    default -> throw issuer.refusal(answer);
                }
            } catch (CommandFailure failure) {
                if (!failure.problem().path("code").asText().equals(WebRequest.UNREACHABLE)) {
                    throw failure;
                }
                interval = interval.multipliedBy(2); // as RFC 8628, section 3.5 recommends
            }
        }
        throw expired();
    }

    private static CommandFailure expired() {
        return new CommandFailure(ExitCode.FAILED, "The code has expired. Run dcm login again.");
    }

    private void sleep(Duration time) {
        try {
            pause.sleep(time);
        } catch (InterruptedException e) {
            throw new CommandInterruptedException();
        }
    }
}
