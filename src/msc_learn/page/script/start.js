// The screens by name, in the order of the navigation, and the first of them.
Course.open();
App.screen("home", Home.show, "Study");
App.screen("browse", Browse.show, "Cards");
if (Course.exams) {
  App.screen("exams", ExamView.show, "Exams");
  App.screen("exam", ExamSitting.show);
  App.screen("result", ExamResult.show);
}
App.screen("progress", Keeping.show, "Progress");
App.screen("card", Cards.show);
App.screen("sitting", Sitting.show);
App.screen("summary", Summary.show);
App.start();
