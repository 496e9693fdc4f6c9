package dcm.edge.access;

import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import org.jspecify.annotations.Nullable;

/**
 * An account and how its person came in this request.
 *
 * @param signIn the sign-in that was used; null for a key at the SSH gateway
 * @param from the address from which she is connected with the SSH gateway; null for a sign-in
 */
record CallerIdentity(
        AccountSnapshot account,
        @Nullable SignIn signIn,
        @Nullable String from) {}
