package dcm.contract.order;

import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Image;
import dcm.contract.identity.Limits;

/** All that a host needs to know to make a container; everything else about its shape is fixed. */
public record ContainerSpec(ContainerName name, Image image, Limits limits) {}
