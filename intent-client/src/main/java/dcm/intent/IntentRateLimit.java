package dcm.intent;

import dcm.contract.identity.Actor;
import dcm.contract.identity.Role;
import dcm.contract.intent.AccountIntent.RecordSignIn;
import dcm.contract.intent.Intent;
import dcm.rest.access.AccountCache;
import dcm.rest.limit.TokenBuckets;
import dcm.rest.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits the rate at which an account records intents, because every intent is kept forever, even if it is rejected.
 * Decisions that are not recorded count as well, because they need the same work.
 * Administrators are not limited. Thread-safe.
 */
@ApplicationScoped
public class IntentRateLimit {
    private static final int SIGN_IN_BURST = 60;

    private final Predicate<Actor> unlimited;
    private final TokenBuckets<Actor> buckets;
    private final TokenBuckets<Actor> signIns = new TokenBuckets<>(1, SIGN_IN_BURST);

    /**
     * @param perSecond the sustained rate of an account
     * @param burst how many intents an account can record at once
     */
    @Inject
    IntentRateLimit(
            AccountCache accounts,
            @ConfigProperty(name = "dcm.intents.per-second") int perSecond,
            @ConfigProperty(name = "dcm.intents.burst") int burst) {
        this(actor -> isAdministrator(accounts, actor), perSecond, burst);
    }

    IntentRateLimit(Predicate<Actor> unlimited, int perSecond, int burst) {
        this.unlimited = unlimited;
        this.buckets = new TokenBuckets<>(perSecond, burst);
    }

    /**
     * Counts one intent.
     *
     * @throws ProblemException if {@code actor} exceeds the rate
     */
    public void count(Actor actor) {
        if (!unlimited.test(actor)) {
            buckets.take(actor);
        }
    }

    /**
     * Counts this intent. Sign-ins have a limit of their own, so that other requests of the account cannot keep a sign-in out of the
     * audit.
     *
     * @throws ProblemException if {@code actor} exceeds the rate
     */
    void count(Actor actor, Intent intent) {
        if (intent instanceof RecordSignIn) {
            signIns.take(actor);
        } else {
            count(actor);
        }
    }

    private static boolean isAdministrator(AccountCache accounts, Actor actor) {
        return actor.account()
                .flatMap(accounts::find)
                .filter(account -> account.role() == Role.ADMINISTRATOR)
                .isPresent();
    }
}
