// The screens by name, in the order of the navigation, and the first of them.
App.screen("home", Home.show, "Study");
App.screen("browse", Browse.show, "Cards");
App.screen("progress", Keeping.show, "Progress");
App.screen("card", Cards.show);
App.screen("sitting", Sitting.show);
App.screen("summary", Summary.show);
App.start();
