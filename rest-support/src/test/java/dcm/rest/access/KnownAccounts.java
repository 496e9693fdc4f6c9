package dcm.rest.access;

import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import dcm.kafka.KafkaConnection;
import dcm.rest.readiness.LogReaderReadiness;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A directory with fixed accounts that does not read the log. */
class KnownAccounts extends AccountCache {
    private final List<AccountSnapshot> accounts;

    KnownAccounts(AccountSnapshot... accounts) {
        super(new LogReaderReadiness(
                KafkaConnection.of(Map.of("bootstrap.servers", "no-broker:1")), new SimpleMeterRegistry()));
        this.accounts = List.of(accounts);
    }

    @Override
    public Optional<AccountSnapshot> find(OwnerName name) {
        return accounts.stream().filter(account -> account.name().equals(name)).findFirst();
    }

    @Override
    public Optional<AccountSnapshot> find(SignIn signIn) {
        return accounts.stream()
                .filter(account -> signIn.equals(account.signIn()))
                .findFirst();
    }

    @Override
    public Collection<AccountSnapshot> all() {
        return accounts;
    }
}
