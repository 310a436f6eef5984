// The screens by name, in the order of the navigation, and the first of them.
Course.open();
App.screen("home", Home.show, "Study");
App.screen("browse", Browse.show, "Cards");
if (Course.exams) {
  App.screen("exams", ExamList.show, "Exams");
  App.screen("exam", ExamPage.show);
  App.screen("result", ExamResult.show);
}
App.screen("progress", ProgressPage.show, "Progress");
App.screen("card", CardPage.show);
App.screen("sitting", Quiz.show);
App.screen("summary", QuizSummary.show);
App.start();
