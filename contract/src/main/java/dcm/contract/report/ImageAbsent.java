package dcm.contract.report;

import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;

/** The host has nothing left of an image that it should not have. Reported under its owner's aggregate. */
public record ImageAbsent(HostName host, ImageId image) implements Report {}
