module fruit {
    requires gradj.core;
}
