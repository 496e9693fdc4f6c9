package dcm.command.admission.account;

import dcm.command.admission.decision.Effect;
import dcm.command.admission.state.OwnerState;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.identity.HostName;
import dcm.contract.snapshot.AccountSnapshot;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who gets an account when it changes: the services, and the hosts with containers, images or homes of its owner. */
public final class AccountEffects {
    private AccountEffects() {}

    /** The effects of an event that changed {@code before} to {@code after}. */
    public static List<Effect> of(OwnerState before, OwnerState after) {
        AccountSnapshot account = snapshot(after);
        if (account == null) {
            return List.of();
        }
        AccountSnapshot known = snapshot(before);
        boolean isSame = account.equals(known);
        Set<HostName> left = before.hosts();
        Set<HostName> hosts = after.hosts();
        if (isSame && left.equals(hosts)) {
            return List.of();
        }
        Stream<Effect> services = isSame ? Stream.of() : Stream.of(new Effect.PublishAccount(account));
        Stream<Effect> published = hosts.stream()
                .sorted()
                .filter(host -> known == null
                        || !left.contains(host)
                        || !isSame && !known.forHost(host).equals(account.forHost(host)))
                .map(host -> new Effect.PublishDesiredState(account.forHost(host)));
        Stream<Effect> ended = left.stream()
                .sorted()
                .filter(host -> !hosts.contains(host))
                .map(host -> new Effect.DeleteDesiredState(host, DesiredAccount.key(account.name())));
        return Stream.of(services, published, ended).flatMap(effects -> effects).toList();
    }

    private static @Nullable AccountSnapshot snapshot(OwnerState owner) {
        return owner.account() == null ? null : owner.account().snapshot();
    }
}
