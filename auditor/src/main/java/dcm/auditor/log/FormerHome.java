package dcm.auditor.log;

import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;

/** A host that must still delete what it has of an owner's homes and containers after a move. */
public record FormerHome(OwnerName owner, HostName host) {}
