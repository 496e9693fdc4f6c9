package dcm.contract.report;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;

/** The host has nothing left of an image that was removed. Reported with the owner's aggregate as key. */
public record ImageAbsent(HostName host, ImageId image) implements Report {}
