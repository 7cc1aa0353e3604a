package io.streambus.bridge.lifecycle;

import io.streambus.bridge.store.LinkStore;
import io.streambus.bridge.store.LinkStoreContract;

class FakeLinkStoreTest implements LinkStoreContract {

    @Override
    public LinkStore emptyStore() {
        return new FakeLinkStore();
    }
}
