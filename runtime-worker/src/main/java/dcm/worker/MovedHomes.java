package dcm.worker;

import dcm.worker.operation.HomesArrival;
import dcm.worker.storage.Homes;

/** What requests about homes that are moved to another host need. */
public record MovedHomes(Homes homes, HomesArrival arrival) {}
