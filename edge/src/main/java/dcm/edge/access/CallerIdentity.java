package dcm.edge.access;

import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;

/** An account and the sign-in that was used for it in this request. */
record CallerIdentity(AccountSnapshot account, SignIn signIn) {}
